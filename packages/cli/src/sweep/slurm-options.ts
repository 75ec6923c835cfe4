/**
 * The options for Slurm.
 *
 * @module
 */
import path from "node:path";
import { LabError } from "@selectivity-lab/base";
import type * as Lab from "@selectivity-lab/lab";
import type { Command } from "commander";
import { positiveInteger } from "../options/options.js";

/** The options that concern work on Slurm. */
export interface SlurmFlags {
  json?: boolean;
  dataDir: string[];
  data?: string;
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

/** The options that mean nothing without Slurm, by the names of their values. */
const DECLARED = {
  partition: ["--partition <name>", "Slurm: partition, passed on"],
  time: ["--time <limit>", "Slurm: time limit, passed on; a task saves before it and queues again"],
  gres: ["--gres <list>", "Slurm: resources such as gpu:1, passed on"],
  account: ["--account <name>", "Slurm: account, passed on"],
  memory: ["--memory <size>", "Slurm: memory per task, passed on as --mem"],
  cpus: ["--cpus <n>", "Slurm: cores per task (default: 4, or what --jobs and --threads need)", positiveInteger],
  tasks: [
    "--tasks <n>",
    "Slurm: number of tasks, each of which works on one network after another (default: one per network)",
    positiveInteger,
  ],
  arrayLimit: ["--array-limit <n>", "Slurm: tasks that may run at the same time", positiveInteger],
  warning: ["--warning <seconds>", "Slurm: how long before its time limit a task saves", positiveInteger, WARNING],
  submitOnly: ["--submit-only", "Slurm: do not wait; `selectivity status` shows how far a sweep is"],
} as const satisfies Record<string, readonly unknown[]>;

/** Declares the options. */
export function withSlurmOptions(command: Command): Command {
  for (const [flags, description, read, standard] of Object.values(DECLARED) as Declared[])
    if (read) command.option(flags, description, read, standard);
    else command.option(flags, description);
  return command;
}

type Declared = readonly [string, string, ((text: string) => number)?, number?];

/** The options that were typed, as they were declared: `--partition`. */
export function slurmOptionsGiven(command: Command): string[] {
  return Object.entries(DECLARED).flatMap(([key, [flags]]) =>
    command.getOptionValueSource(key) === "cli" ? [flags.split(" ")[0] as string] : [],
  );
}

/** Refuses options that mean nothing without Slurm. @param given those that were typed. @param instead what would happen here. */
export function requireNoSlurmOptions(given: readonly string[], instead: string): void {
  if (given.length === 0) return;
  const [are, them] = given.length > 1 ? ["are", "them"] : ["is", "it"];
  throw new LabError({
    code: "slurm-options-without-slurm",
    problem: `${given.join(", ")} ${are} for Slurm, but ${instead}`,
    remedy: `add --on slurm, or leave ${them} out`,
  });
}

/** What a command line asks of Slurm itself. */
export function listSlurmRequest(flags: SlurmFlags): Lab.SlurmOptions {
  const { partition, time, gres, account, memory, arrayLimit, warning } = flags;
  return { partition, time, gres, account, memory, arrayLimit, warning };
}

/** The command that a task runs, without `--task N`. */
export function workWords(flags: SlurmFlags, folder: string, { jobs, threads }: Lab.ClusterShares): string[] {
  return [
    ...[process.execPath, process.argv[1] as string, "work", folder],
    ...["--jobs", String(jobs), "--threads", String(threads)],
    ...(flags.maxAttempts === undefined ? [] : ["--max-attempts", String(flags.maxAttempts)]),
    ...(flags.failFast ? ["--fail-fast"] : []),
    ...flags.dataDir.flatMap((dir) => ["--data-dir", path.resolve(dir)]),
  ];
}
