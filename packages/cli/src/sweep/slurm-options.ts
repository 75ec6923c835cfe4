/**
 * What of a command line concerns Slurm.
 *
 * @module
 */
import path from "node:path";
import type * as Lab from "@selectivity-lab/lab";
import type { Command } from "commander";
import { positiveInteger } from "../options/options.js";

/** Values of the options. */
export interface SlurmFlags {
  json?: boolean;
  dataDir: string[];
  jobs?: number;
  extend?: boolean;
  until?: Lab.StoppingRule | undefined;
  failFast?: boolean;
  maxAttempts?: number;
  partition?: string;
  time?: string;
  gres?: string;
  account?: string;
  memory?: string;
  cpus?: number;
  tasks?: number;
  arrayLimit?: number;
  warning: number;
  submitOnly?: boolean;
}

/** Seconds before its time limit at which a task saves. */
const WARNING = 120;

/** By the names that their values go by; these and no others mean nothing without Slurm. */
const DECLARED = {
  partition: ["--partition <name>", "on Slurm: passed on"],
  time: ["--time <limit>", "on Slurm: passed on; before it a task saves and queues again"],
  gres: ["--gres <list>", "on Slurm: passed on, such as gpu:1"],
  account: ["--account <name>", "on Slurm: passed on"],
  memory: ["--memory <size>", "on Slurm: of a task, passed on as --mem"],
  cpus: ["--cpus <n>", "on Slurm: cores of a task (default: 4, or what --jobs and --threads need)", positiveInteger],
  tasks: ["--tasks <n>", "on Slurm: each takes one network after another (default: one a network)", positiveInteger],
  arrayLimit: ["--array-limit <n>", "on Slurm: tasks at once", positiveInteger],
  warning: ["--warning <seconds>", "on Slurm: how long before its time limit a task saves", positiveInteger, WARNING],
  submitOnly: ["--submit-only", "on Slurm: do not wait; `selectivity status` tells how far it is"],
} as const satisfies Record<string, readonly unknown[]>;

/** Declares the options. */
export function withSlurmOptions(command: Command): Command {
  for (const [flags, description, read, standard] of Object.values(DECLARED) as Declared[])
    if (read) command.option(flags, description, read, standard);
    else command.option(flags, description);
  return command;
}

type Declared = readonly [string, string, ((text: string) => number)?, number?];

/** Those that were typed, as they were declared: `--partition`. */
export function slurmOptionsGiven(command: Command): string[] {
  return Object.entries(DECLARED).flatMap(([key, [flags]]) =>
    command.getOptionValueSource(key) === "cli" ? [flags.split(" ")[0] as string] : [],
  );
}

/** Words of the command that a task runs, to which `--task N` is added. */
export function workWords(flags: SlurmFlags, folder: string, { jobs, threads }: Lab.ClusterShares): string[] {
  return [
    ...[process.execPath, process.argv[1] as string, "work", folder],
    ...["--jobs", String(jobs), "--threads", String(threads)],
    ...(flags.maxAttempts === undefined ? [] : ["--max-attempts", String(flags.maxAttempts)]),
    ...(flags.failFast ? ["--fail-fast"] : []),
    ...flags.dataDir.flatMap((dir) => ["--data-dir", path.resolve(dir)]),
  ];
}
