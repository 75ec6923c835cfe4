/**
 * `selectivity work`: a task of a cluster's job. Scripts call it, people need not.
 *
 * @module
 */
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
import { count } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";

interface WorkFlags extends CommonOptions {
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
    .summary("take networks of a sweep until none is left: a task of a cluster's job")
    .argument("<sweep>", "the sweep's folder")
    .option("--task <n>", "number of the task", wholeNumber, 0)
    .option("--jobs <n>", "networks at once", positiveInteger, 1)
    .option("--threads <n>", "threads of each", positiveInteger, 1)
    .option("--max-attempts <n>", "starts of a network whose processes die (default: 3)", positiveInteger)
    .option("--fail-fast", "end the whole job at the first network that fails");
  withCommonOptions(withDataDir(command)).action((folder: string, flags: WorkFlags) =>
    run((terminal) => work(folder, flags, terminal), flags),
  );
}

async function work(
  folder: string,
  { task, jobs, threads, maxAttempts, failFast, dataDir }: WorkFlags,
  terminal: Terminal,
): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const taken = new AbortController();
  const onWarning = () => {
    terminal.say("this place is being taken away: saving, then asking for another");
    taken.abort("preempted");
  };
  process.on("SIGUSR2", onWarning);
  terminal.stop.addEventListener("abort", () => taken.abort("stopped"));
  terminal.onStop = "this task is ended from outside: saving, then stopping; the sweep's command goes on from here.";
  const progress = new PlainProgress(terminal);
  const { left, failed } = await lab.runTask(folder, {
    ...{ task, jobs, threads, maxAttempts, failFast: failFast ?? false, dataDirs: dataDir, stop: taken.signal },
    onPlan: (pending, total) => progress.begin(pending, total),
    onEvent: (event) => progress.event(event),
  });
  process.off("SIGUSR2", onWarning);
  terminal.say(
    left === 0
      ? "all networks of the sweep are finished"
      : `${count(left, "network")} of the sweep ${left === 1 ? "is" : "are"} not finished`,
  );
  return failed > 0 ? 1 : 0; // so that the cluster does not call it a success
}
