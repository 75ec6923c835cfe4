/**
 * What a task of Slurm does for itself.
 *
 * @module
 */
import type { ClusterTaskSide } from "../contract/cluster.js";
import { slurmProgram } from "./slurm-program.js";

/** The task that this process is; does nothing outside of Slurm. */
export const slurmTask: ClusterTaskSide = {
  warning: "SIGUSR2",
  async requeue() {
    const { SLURM_ARRAY_JOB_ID: array, SLURM_ARRAY_TASK_ID: task, SLURM_JOB_ID: job } = process.env;
    if (job !== undefined) await slurmProgram("scontrol", ["requeue", array && task ? `${array}_${task}` : job]);
  },
  async cancelJob() {
    const { SLURM_ARRAY_JOB_ID: array, SLURM_JOB_ID: job = array } = process.env;
    if (job !== undefined) await slurmProgram("scancel", [array ?? job]);
  },
};
