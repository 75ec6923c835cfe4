/**
 * Runs Slurm's programs, and explains their errors.
 *
 * @module
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ClusterError, type ClusterTrouble } from "../contract/cluster-error.js";

/** Bytes of output for a full queue: one line per task. */
const LONGEST_OUTPUT = 1 << 28;

/** Runs sbatch, squeue, scancel or scontrol. @returns what it printed. @throws {@link ClusterError} */
export async function slurmProgram(program: string, words: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(program, [...words], { env: environment(), maxBuffer: LONGEST_OUTPUT })).stdout;
  } catch (cause) {
    const { code, stderr, message } = cause as NodeJS.ErrnoException & { stderr?: string };
    if (code === "ENOENT")
      throw new ClusterError(
        `${program} was not found`,
        "run this on a login node of a Slurm cluster, or without --on slurm",
        "absent",
        { cause },
      );
    const last = (stderr || message).trim().split("\n").at(-1) as string;
    const said = last.replace(`${program}: `, "").replace(/^(error|fatal): /, "");
    const trouble = troubleIn(said);
    throw new ClusterError(`${program}: ${said}`, REMEDIES[trouble], trouble, { cause });
  }
}

const REMEDIES: Readonly<Record<ClusterTrouble, string>> = {
  absent: "run this on a login node of a Slurm cluster",
  unreachable: "run the same command again when Slurm answers; what was submitted before continues",
  unclear: "run the same command again: it checks whether Slurm has done it after all",
  refused: "correct what Slurm complains about, and run the command again",
};

/** The kind of trouble, from Slurm's words: its programs exit with 1 whatever went wrong. */
function troubleIn(said: string): ClusterTrouble {
  if (/timed out|zero bytes|receive failure|unexpected message/i.test(said)) return "unclear";
  if (/unable to contact|connection refused|connect failure|communication|temporarily/i.test(said))
    return "unreachable";
  return "refused";
}

/** The environment without a user's own settings for squeue and scancel, which would hide jobs from us. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(SQUEUE|SCANCEL)_/.test(key)));
}
