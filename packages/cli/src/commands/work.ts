/**
 * `selectivity work`: one task of a cluster's job. Job scripts run it; people need not.
 *
 * @module
 */
import { formatCount } from "@selectivity-lab/base";
import type * as Lab from "@selectivity-lab/lab";
import type { WorkDocument } from "@selectivity-lab/lab";
import { type Command, Option } from "commander";
import {
  type CommonOptions,
  positiveInteger,
  wholeNumber,
  withCommonOptions,
  withDataDir,
  withPlugins,
} from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { assessmentProgress } from "../progress/assessment.js";
import { PlainProgress } from "../progress/plain.js";
import type { Terminal } from "../terminal/terminal.js";

interface WorkFlags extends CommonOptions {
  on: string;
  assess?: "robustness";
  device: string;
  published?: string;
  frost?: string;
  plugin: string[];
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
    .option("--fail-fast", "end the whole job at the first network that fails")
    .addOption(new Option("--assess <what>", "evaluate networks instead of training them").choices(["robustness"]))
    .option("--device <device>", "device for evaluations: cpu, cuda or cuda:<n>", "cpu")
    .option("--published <dir>", "evaluations: folder with published corrupted images")
    .option("--frost <dir>", "evaluations: folder with the original frost textures");
  withCommonOptions(withDataDir(withPlugins(command))).action((folder: string, flags: WorkFlags) =>
    run((terminal) => work(folder, flags, terminal), flags),
  );
}

async function work(folder: string, flags: WorkFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const { task, jobs, threads, maxAttempts, failFast = false, dataDir } = flags;
  const cluster = lab.findCluster(flags.on);
  const { stop, release } = listenForPreemption(terminal, cluster.task.warning);
  const options = { cluster, task, jobs, threads, maxAttempts, failFast, dataDirs: dataDir, stop };
  const outcome = await (flags.assess ? assess : train)(lab, folder, options, flags, terminal).finally(release);
  const document = lab.createWorkDocument(outcome);
  if (flags.json) terminal.out(lab.encodeJson(document));
  terminal.say(describeWork(document, flags.assess ? "evaluation" : "network"));
  return outcome.failed > 0 ? 1 : 0; // so that the cluster does not count the task as a success
}

type RunWork = (
  lab: typeof Lab,
  folder: string,
  options: Lab.TaskOptions,
  flags: WorkFlags,
  terminal: Terminal,
) => Promise<Lab.WorkOutcome>;

const train: RunWork = (lab, folder, options, _, terminal) => {
  const progress = new PlainProgress(terminal);
  return lab.runTask(folder, {
    ...options,
    onPlan: (pending, total) => progress.begin(pending, total),
    onEvent: (event) => progress.event(event),
  });
};

const assess: RunWork = (lab, folder, options, { device, published, frost, plugin }, terminal) => {
  const progress = assessmentProgress(terminal);
  return lab
    .runAssessmentTask(folder, {
      ...options,
      ...{ device, published, frost, plugins: plugin, notify: terminal.say },
      onEvent: (event) => progress.event(event),
    })
    .finally(() => progress.end());
};

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

function describeWork({ left }: WorkDocument, unit: "network" | "evaluation"): string {
  return left === 0
    ? `all ${unit}s of the sweep are finished`
    : `${formatCount(left, unit)} of the sweep ${left === 1 ? "is" : "are"} not finished`;
}
