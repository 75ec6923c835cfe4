/**
 * Slurm: array jobs that requeue themselves.
 *
 * A task is warned by SIGUSR2 some time before its limit, or at once when it is preempted: it saves, says "preempted" in the
 * logs of its trials, and asks to be queued again. SIGTERM, which `scancel` sends, makes it save and end.
 *
 * @module
 */
import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { writeFileAtomically } from "@selectivity-lab/torch";
import { shellWord } from "../table/commands.js";
import { ClusterError, type ClusterRequest, type ClusterScheduler, type ClusterState } from "./cluster.js";

/** What a user may ask of Slurm; everything is passed on as it is. */
export interface SlurmOptions {
  readonly partition?: string | undefined;
  /** As Slurm reads it: minutes, `hours:minutes:seconds`, `days-hours`. */
  readonly time?: string | undefined;
  readonly gres?: string | undefined;
  readonly account?: string | undefined;
  readonly memory?: string | undefined;
  /** Cores of a task. */
  readonly cpus: number;
  /** Tasks at once. */
  readonly arrayLimit?: number | undefined;
  /** Seconds before the time limit at which a task saves and asks for more. */
  readonly warning: number;
}

/** Where Slurm is reached. */
export function slurm(options: SlurmOptions): ClusterScheduler {
  return {
    name: "Slurm",
    async submit(request) {
      mkdirSync(path.dirname(request.script), { recursive: true });
      writeFileAtomically(request.script, [slurmScript(request, options)]);
      const printed = await run("sbatch", ["--parsable", request.script]);
      return (printed.trim().split(";")[0] as string).trim();
    },
    poll,
    async cancel(jobs) {
      if (jobs.length > 0) await run("scancel", [...jobs]);
    },
  };
}

/** The script of an array job, for sbatch and for people. */
export function slurmScript({ folder, tasks, command }: ClusterRequest, options: SlurmOptions): string {
  const { partition, time, gres, account, memory, cpus, arrayLimit, warning } = options;
  const limit = arrayLimit === undefined ? "" : `%${arrayLimit}`;
  const directives: [string, string | number | undefined][] = [
    ["job-name", `selectivity-${path.basename(path.resolve(folder))}`],
    ["array", `0-${tasks - 1}${limit}`],
    ["cpus-per-task", cpus],
    ["partition", partition],
    ["time", time],
    ["gres", gres],
    ["account", account],
    ["mem", memory],
    ["signal", `B:USR2@${warning}`],
    ["output", path.join(path.resolve(folder), "slurm", "%A_%a.log")],
    ["open-mode", "append"],
  ];
  const lines = directives.flatMap(([key, value]) => (value === undefined ? [] : [`#SBATCH --${key}=${value}`]));
  return `#!/bin/bash
# Written by \`selectivity sweep --on slurm\`. Each task takes trials of the sweep until none is left; see docs/sweeps.md.
${lines.join("\n")}
#SBATCH --requeue
export OMP_NUM_THREADS=${cpus}
exec ${command.map(shellWord).join(" ")} --task "$SLURM_ARRAY_TASK_ID"
`;
}

/** Puts the task that this process is into the queue again; does nothing outside of Slurm. */
export async function requeueSelf(): Promise<void> {
  const { SLURM_ARRAY_JOB_ID: array, SLURM_ARRAY_TASK_ID: task, SLURM_JOB_ID: job } = process.env;
  if (job !== undefined) await run("scontrol", ["requeue", array && task ? `${array}_${task}` : job]);
}

async function poll(jobs: readonly string[]): Promise<ClusterState> {
  if (jobs.length === 0) return { running: 0, waiting: 0 };
  const printed = await run("squeue", ["-h", "-r", "-o", "%i %T"]); // of all: an unknown job would be an error
  const states = printed.split("\n").flatMap((line) => {
    const [id = "", state = ""] = line.trim().split(/\s+/);
    return jobs.includes(id.split("_")[0] as string) ? [state] : [];
  });
  const running = states.filter((state) => ["RUNNING", "COMPLETING"].includes(state)).length;
  return { running, waiting: states.length - running };
}

async function run(program: string, words: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(program, [...words])).stdout;
  } catch (error) {
    const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === "ENOENT")
      throw new ClusterError(
        `${program} was not found`,
        "run this on a login node of a Slurm cluster, or without --on slurm",
      );
    const said = (stderr || message).trim().split("\n").at(-1);
    throw new ClusterError(`${program}: ${said}`, "see what Slurm says; what was submitted before goes on", {
      cause: error,
    });
  }
}
