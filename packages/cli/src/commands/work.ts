/**
 * `selectivity work`: one task of a cluster's job. Job scripts run it; people need not.
 *
 * @module
 */
import { formatCount } from "@selectivity-lab/base";
import type { WorkDocument } from "@selectivity-lab/lab";
import type { Command } from "commander";
import {
  type CommonOptions,
  positiveInteger,
  wholeNumber,
  withCommonOptions,
  withDataDir,
} from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { PlainProgress } from "../progress/plain.js";
import type { Terminal } from "../terminal/terminal.js";

interface WorkFlags extends CommonOptions {
  on: string;
  task: number;
  jobs: number;
  threads: number;
  maxAttempts?: number;
  failFast?: boolean;
  dataDir: string[];
}

/** Declares the command, which help does not list. */
export function declareWork(program: Command, run: RunCommand): void {
  const command = program
    .command("work", { hidden: true })
    .summary("train networks of a sweep until none is left, as a task of a cluster's job")
    .argument("<sweep>", "folder of the sweep")
    .option("--on <cluster>", "cluster that runs the task", "slurm")
    .option("--task <n>", "number of the task", wholeNumber, 0)
    .option("--jobs <n>", "networks trained at once", positiveInteger, 1)
    .option("--threads <n>", "threads per network", positiveInteger, 1)
    .option("--max-attempts <n>", "how often to start a network whose processes die (default: 3)", positiveInteger)
    .option("--fail-fast", "end the whole job at the first network that fails");
  withCommonOptions(withDataDir(command)).action((folder: string, flags: WorkFlags) =>
    run((terminal) => work(folder, flags, terminal), flags),
  );
}

async function work(folder: string, flags: WorkFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const { task, jobs, threads, maxAttempts, failFast = false, dataDir } = flags;
  const cluster = lab.findCluster(flags.on);
  const { stop, release } = listenForPreemption(terminal, cluster.task.warning);
  const progress = new PlainProgress(terminal);
  const outcome = await lab
    .runTask(folder, {
      cluster,
      ...{ task, jobs, threads, maxAttempts, failFast, dataDirs: dataDir, stop },
      onPlan: (pending, total) => progress.begin(pending, total),
      onEvent: (event) => progress.event(event),
    })
    .finally(release);
  const document = lab.createWorkDocument(outcome);
  if (flags.json) terminal.out(lab.encodeJson(document));
  terminal.say(describeWork(document));
  return outcome.failed > 0 ? 1 : 0; // so that the cluster does not count the task as a success
}

/** Stops the task when the cluster warns that it will take its place away, or when a signal ends it. */
function listenForPreemption(terminal: Terminal, warning: NodeJS.Signals): { stop: AbortSignal; release(): void } {
  const taken = new AbortController();
  const onWarning = () => {
    terminal.say("The cluster is taking this place away: saving, then asking for another.");
    taken.abort("preempted");
  };
  process.on(warning, onWarning);
  terminal.stop.addEventListener("abort", () => taken.abort("stopped"));
  terminal.onStop = "This task is being ended: saving, then stopping. Run the sweep's command again to continue.";
  return { stop: taken.signal, release: () => process.off(warning, onWarning) };
}

function describeWork({ left }: WorkDocument): string {
  return left === 0
    ? "all networks of the sweep are finished"
    : `${formatCount(left, "network")} of the sweep ${left === 1 ? "is" : "are"} not finished`;
}
