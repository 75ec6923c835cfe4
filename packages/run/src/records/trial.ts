/**
 * SWEEP/trials/ID/trial.json: what is trained.
 *
 * @module
 */
import { z } from "zod";
import { recordedDataSchema } from "../recipe/recorded-data.js";
import { recordedRecipe } from "./fields.js";

/**
 * What is trained: recipe, alpha and seed.
 *
 * The id is a hash of what is meant to determine the result; it leaves out threads, device, checkpoint interval and expected
 * accuracy. The same trial gives the same bits on the same machine with the same thread count.
 */
export const trialSchema = z.object({
  schema: z.literal(1),
  id: z.string(),
  recipe: recordedRecipe,
  alpha: z.number(),
  seed: z.int(),
  /** What it is trained on. Absent in records of older versions. */
  data: recordedDataSchema.optional(),
});
/** What is trained: see {@link trialSchema}. */
export type Trial = z.infer<typeof trialSchema>;
