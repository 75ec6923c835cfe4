/**
 * SWEEP/sweep.json: what is trained at which alphas and seeds.
 *
 * @module
 */
import { z } from "zod";
import { type RecordedData, recordedDataSchema } from "../recipe/recorded-data.js";
import { recordedRecipe } from "./fields.js";
import { stoppingRuleSchema } from "./stopping-rule.js";
import { usedImagesSchema } from "./used-images.js";

/** What a sweep is: one recipe, at every alpha with every seed. */
export const sweepSchema = z.object({
  schema: z.literal(1),
  name: z.string(),
  recipe: recordedRecipe,
  alphas: z.array(z.number()),
  seeds: z.array(z.int()),
  /** The rule that adds seeds to the first ones; recorded before the first trial and never changed. */
  until: stoppingRuleSchema.extend({ firstSeeds: z.array(z.int()) }).optional(),
  /** Versions by name: selectivityLab, node, libtorch. */
  versions: z.record(z.string(), z.string()),
  /** The data set: its name in the recipe, where it lies, and its checksums. */
  data: recordedDataSchema.extend({ name: z.string() }),
  /** How many images a trial uses. Absent in records of older versions. */
  images: usedImagesSchema.optional(),
  trials: z.array(z.object({ id: z.string(), alpha: z.number(), seed: z.int() })),
});
/** What a sweep is: see {@link sweepSchema}. */
export type Sweep = z.infer<typeof sweepSchema>;

/** The data of a sweep as the records of its trials keep them, too. */
export function selectRecordedData({ name, ...recorded }: Sweep["data"]): RecordedData {
  return recorded;
}
