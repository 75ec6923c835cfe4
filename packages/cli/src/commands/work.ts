/**
 * `selectivity work`: a task of a cluster's job. Scripts call it, people need not.
 *
 * @module
 */
import type { Command } from "commander";
import { type CommonOptions, positiveInteger, wholeNumber, withCommonOptions, withDataDir } from "../options.js";
import { PlainProgress } from "../progress/plain.js";
import type { Run } from "../run.js";
import type { Terminal } from "../terminal.js";

interface WorkFlags extends CommonOptions {
  task: number;
  jobs: number;
  threads: number;
  maxAttempts?: number;
  dataDir: string[];
}

/** Declares the command, which help does not list. */
export function declareWork(program: Command, run: Run): void {
  const command = program
    .command("work", { hidden: true })
    .summary("take networks of a sweep until none is left: a task of a cluster's job")
    .argument("<sweep>", "the sweep's folder")
    .option("--task <n>", "number of the task", wholeNumber, 0)
    .option("--jobs <n>", "networks at once", positiveInteger, 1)
    .option("--threads <n>", "threads of each", positiveInteger, 1)
    .option("--max-attempts <n>", "starts of a network whose processes die (default: 3)", positiveInteger);
  withCommonOptions(withDataDir(command)).action((folder: string, flags: WorkFlags) =>
    run((terminal) => work(folder, flags, terminal), flags),
  );
}

async function work(
  folder: string,
  { task, jobs, threads, maxAttempts, dataDir }: WorkFlags,
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
  const progress = new PlainProgress(terminal);
  const left = await lab.workOn(folder, {
    ...{ task, jobs, threads, maxAttempts, dataDirs: dataDir, stop: taken.signal },
    onEvent: (event) => progress.event(event),
  });
  process.off("SIGUSR2", onWarning);
  terminal.say(left === 0 ? "all networks of the sweep are finished" : `${left} networks are not finished`);
  return 0;
}
