/**
 * A sweep on Slurm, from the first word to the last.
 *
 * @module
 */
import path from "node:path";
import type * as Lab from "@selectivity-lab/lab";
import type { Command } from "commander";
import { positiveInteger } from "../options.js";
import { sweepSummary } from "../summary.js";
import type { Terminal } from "../terminal.js";
import { concludeSweep } from "./conclude.js";

/** What of a command line concerns Slurm. */
export interface SlurmFlags {
  json?: boolean;
  dataDir: string[];
  jobs?: number;
  extend?: boolean;
  until?: Lab.StoppingRule | undefined;
  maxAttempts?: number;
  partition?: string;
  time?: string;
  gres?: string;
  account?: string;
  memory?: string;
  cpus: number;
  tasks?: number;
  arrayLimit?: number;
  warning: number;
  submitOnly?: boolean;
}

/** Cores of a task where nobody says how many. */
const CPUS = 4;

/** Seconds before its time limit at which a task saves. */
const WARNING = 120;

/** Declares the options. */
export function withSlurmOptions(command: Command): Command {
  return command
    .option("--partition <name>", "on Slurm: passed on")
    .option("--time <limit>", "on Slurm: passed on; before it a task saves and queues again")
    .option("--gres <list>", "on Slurm: passed on, such as gpu:1")
    .option("--account <name>", "on Slurm: passed on")
    .option("--memory <size>", "on Slurm: of a task, passed on as --mem")
    .option("--cpus <n>", "on Slurm: cores of a task", positiveInteger, CPUS)
    .option(
      "--tasks <n>",
      "on Slurm: tasks, each of which takes one network after another (default: one a network)",
      positiveInteger,
    )
    .option("--array-limit <n>", "on Slurm: tasks at once", positiveInteger)
    .option("--warning <seconds>", "on Slurm: how long before its time limit a task saves", positiveInteger, WARNING)
    .option("--submit-only", "on Slurm: do not wait; `selectivity status` tells how far it is");
}

/** Submits what is not finished and follows it. @returns the exit code. */
export async function sweepOnSlurm(
  lab: typeof Lab,
  named: Lab.NamedRecipe,
  folder: string,
  flags: SlurmFlags,
  terminal: Terminal,
): Promise<number> {
  const { partition, time, gres, account, memory, cpus, arrayLimit, warning } = flags;
  const jobs = flags.jobs ?? 1;
  const threads = Math.max(1, Math.floor(cpus / jobs));
  const dataDirs = flags.dataDir.map((dir) => path.resolve(dir));
  const told = new Map<string, string>();
  const stop = flags.submitOnly ? AbortSignal.abort() : terminal.stop;
  const table = await lab.runOnCluster(named, {
    cluster: lab.slurm({ partition, time, gres, account, memory, cpus, arrayLimit, warning }),
    command: (sweep) => [
      ...[process.execPath, process.argv[1] as string, "work", sweep],
      ...["--jobs", String(jobs), "--threads", String(threads)],
      ...(flags.maxAttempts === undefined ? [] : ["--max-attempts", String(flags.maxAttempts)]),
      ...dataDirs.flatMap((dir) => ["--data-dir", dir]),
    ],
    ...{ folder, dataDirs, tasks: flags.tasks, extend: flags.extend ?? false, until: flags.until, stop },
    notify: terminal.say,
    onState: ({ running, waiting }, { rows }) => {
      const count = (state: Lab.TrialState) => rows.filter((row) => row.state === state).length;
      const line = `${count("done")}/${rows.length} networks done, ${count("running")} running; ${running} tasks running, ${waiting} waiting`;
      if (!terminal.quiet && told.get("line") !== line) terminal.say(line);
      told.set("line", line);
    },
  });
  if (flags.json) terminal.out(lab.encodeJson(sweepSummary(table, lab.judgeStopping(table))));
  if (stop.aborted) {
    terminal.say(
      `the jobs go on by themselves\n  how far: npx selectivity status ${folder}\n  to end them: npx selectivity cancel ${folder}`,
    );
    return 0;
  }
  return concludeSweep(lab, table, flags, terminal, (row) => lab.rerunCommand(table, row, flags.dataDir));
}
