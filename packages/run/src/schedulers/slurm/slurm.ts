/**
 * Slurm: array jobs that requeue themselves.
 *
 * SIGUSR2 warns a task some time before its limit, or at once when it is preempted: it saves, writes "preempted" into the logs of its
 * work, and asks to be queued again. SIGTERM, which `scancel` sends, makes it save and end.
 *
 * @module
 */

import path from "node:path";
import { makeFolder, writeFileAtomically } from "@selectivity-lab/base";
import type { Cluster, ClusterTask } from "../contract/cluster.js";
import { slurmOptionsSchema } from "./slurm-options.js";
import { slurmProgram } from "./slurm-program.js";
import { slurmScript } from "./slurm-script.js";
import { slurmTask } from "./slurm-task.js";

/** Slurm. */
export const slurm: Cluster = {
  name: "slurm",
  title: "Slurm",
  options: slurmOptionsSchema,
  async submit(request) {
    const script = slurmScript(request, slurmOptionsSchema.parse(request.options));
    makeFolder(path.dirname(request.script));
    writeFileAtomically(request.script, [script]);
    // the name a second time, because SBATCH_JOB_NAME in a user's environment wins over the script
    const printed = await slurmProgram("sbatch", ["--parsable", `--job-name=${request.name}`, request.script]);
    return (printed.trim().split(";")[0] as string).trim();
  },
  async poll(name) {
    const format = ["%F", "%T", "%r"].join(SEPARATOR); // the array's own number, state, reason
    const printed = await slurmProgram("squeue", ["-h", "-r", "-t", "all", `--name=${name}`, "-o", format]);
    return printed.split("\n").flatMap((line) => (line.trim() === "" ? [] : [parseTask(line)]));
  },
  async cancel(name) {
    await slurmProgram("scancel", [`--name=${name}`]);
  },
  task: slurmTask,
};

/** A character that no number or state contains; reasons come last. */
const SEPARATOR = "|";

/** States in which a task has ended. */
const ENDED = "BOOT_FAIL COMPLETED DEADLINE FAILED NODE_FAIL OUT_OF_MEMORY PREEMPTED REVOKED TIMEOUT".split(" ");

/** States in which a task waits. */
const WAITING = "PENDING REQUEUED REQUEUE_HOLD REQUEUE_FED RESV_DEL_HOLD SPECIAL_EXIT SUSPENDED".split(" ");

function parseTask(line: string): ClusterTask {
  const [job = "", state = "", ...rest] = line.split(SEPARATOR);
  const reason = rest
    .join(SEPARATOR)
    .trim()
    .replace(/^None$/, "");
  if (state === "CANCELLED") return { job, phase: "cancelled", words: state };
  if (WAITING.includes(state))
    return { job, phase: "waiting", words: isHeld(reason) ? `${reason}: scontrol release ${job}` : reason };
  if (ENDED.includes(state)) return { job, phase: "ended", words: reason ? `${state}, ${reason}` : state };
  return { job, phase: "running", words: "" };
}

/** A held task waits until somebody releases it; Slurm itself holds tasks whose launch failed on a node. */
function isHeld(reason: string): boolean {
  return /held/i.test(reason);
}
