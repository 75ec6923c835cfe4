/**
 * What a user may ask of Slurm.
 *
 * @module
 */
import { z } from "zod";

const passedOn = (what: string) => z.string().optional().describe(`${what}, passed on to sbatch`);

/** What a user may ask of Slurm; words are passed on as they are. */
export const slurmOptionsSchema = z.strictObject({
  partition: passedOn("partition"),
  time: passedOn("time limit: minutes, hours:minutes:seconds or days-hours"),
  gres: passedOn("generic resources such as gpu:1"),
  account: passedOn("account"),
  memory: passedOn("memory per task (--mem)"),
  arrayLimit: z.int().positive().optional().describe("tasks that run at the same time"),
  warning: z.int().positive().default(120).describe("seconds before its time limit at which a task saves"),
});

/** What a user may ask of Slurm: see {@link slurmOptionsSchema}. */
export type SlurmOptions = z.infer<typeof slurmOptionsSchema>;
