/**
 * SWEEP/sweep.json: what is trained at which alphas and seeds.
 *
 * @module
 */
import { z } from "zod";
import { recordedRecipe } from "./fields.js";
import { stoppingRuleSchema } from "./stopping-rule.js";

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
  data: z.object({ name: z.string(), sha256: z.record(z.string(), z.string()) }),
  trials: z.array(z.object({ id: z.string(), alpha: z.number(), seed: z.int() })),
});
/** What a sweep is: see {@link sweepSchema}. */
export type Sweep = z.infer<typeof sweepSchema>;
