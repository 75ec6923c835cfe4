/**
 * SWEEP/trials/ID/result.json: the outcome of a trial, written last.
 *
 * @module
 */
import { z } from "zod";
import { measurementSchema } from "./measurement.js";
import { usedImagesSchema } from "./used-images.js";

/** The outcome of a trial. */
export const trialResultSchema = z.object({
  schema: z.literal(1),
  id: z.string(),
  alpha: z.number(),
  seed: z.int(),
  /** "diverged": the loss became non-finite; `test` is then null, and `cause` says where. */
  status: z.enum(["done", "diverged"]),
  cause: z.string().nullable(),
  /** Number of completed epochs: all of the recipe's, unless training diverged. */
  epochs: z.int(),
  /** Epoch of the best validation accuracy, whose weights `test` measures; 0: no epoch was completed. */
  bestEpoch: z.int(),
  /** How many images it used. Absent in results of older versions. */
  images: usedImagesSchema.optional(),
  parameters: z.int(),
  /** Training time over all attempts. */
  seconds: z.number(),
  test: measurementSchema.nullable(),
});
/** The outcome of a trial: see {@link trialResultSchema}. */
export type TrialResult = z.infer<typeof trialResultSchema>;
