/**
 * What a task of Slurm's asks for itself; does nothing outside of Slurm.
 *
 * @module
 */
import { slurmProgram } from "./slurm-program.js";

/** Puts the task that this process is into the queue again. */
export async function requeueSelf(): Promise<void> {
  const { SLURM_ARRAY_JOB_ID: array, SLURM_ARRAY_TASK_ID: task, SLURM_JOB_ID: job } = process.env;
  if (job !== undefined) await slurmProgram("scontrol", ["requeue", array && task ? `${array}_${task}` : job]);
}

/** Ends all tasks of the job that this process belongs to: they save first. */
export async function cancelWholeJob(): Promise<void> {
  const { SLURM_ARRAY_JOB_ID: array, SLURM_JOB_ID: job = array } = process.env;
  if (job !== undefined) await slurmProgram("scancel", [array ?? job]);
}
