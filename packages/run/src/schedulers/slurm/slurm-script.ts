/**
 * The script of an array job, for sbatch and for people.
 *
 * @module
 */
import path from "node:path";
import { quoteShellWord } from "@selectivity-lab/base";
import type { ClusterRequest } from "../contract/cluster.js";
import { ClusterError } from "../contract/cluster-error.js";
import type { SlurmOptions } from "./slurm-options.js";

/** The script. @throws {@link ClusterError} where Slurm could not write the tasks' logs. */
export function slurmScript(request: Omit<ClusterRequest, "options">, options: SlurmOptions): string {
  const { name, tasks, cores, threads, command } = request;
  const { partition, time, gres, account, memory, arrayLimit, warning } = options;
  const limit = arrayLimit === undefined ? "" : `%${arrayLimit}`;
  const directives: [string, string | number | undefined][] = [
    ["job-name", name],
    ["array", `0-${tasks - 1}${limit}`],
    ["cpus-per-task", cores],
    ["partition", partition],
    ["time", time],
    ["gres", gres],
    ["account", account],
    ["mem", memory],
    ["signal", `B:USR2@${warning}`],
    ["output", logPattern(request.folder)],
    ["open-mode", "append"],
  ];
  const lines = directives.flatMap(([key, value]) =>
    value === undefined ? [] : [`#SBATCH --${key}=${directiveWord(String(value))}`],
  );
  return `#!/bin/bash
# Written by selectivity for --on slurm. Each task takes work from the folder until none is left; see docs/sweeps.md.
${lines.join("\n")}
#SBATCH --requeue
export OMP_NUM_THREADS=${threads}
exec ${command.map(quoteShellWord).join(" ")} --task "$SLURM_ARRAY_TASK_ID"
`;
}

/** Where tasks write their logs; a percent sign of the path itself must not be taken for one of the pattern's. */
function logPattern(folder: string): string {
  const logs = path.join(path.resolve(folder), "slurm");
  if (/[\\\n]/.test(logs))
    throw new ClusterError(
      `${JSON.stringify(logs)} contains a backslash or a line break, so Slurm cannot write logs there`,
      "name another folder with --out",
    );
  return path.join(logs.replaceAll("%", "%%"), "%A_%a.log");
}

/** sbatch takes its lines apart much as a shell does, but expands nothing in them. */
function directiveWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `"${text.replace(/[\\"]/g, "\\$&")}"`;
}
