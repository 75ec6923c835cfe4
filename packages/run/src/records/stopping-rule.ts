/**
 * When a sweep has enough seeds.
 *
 * @module
 */
import { z } from "zod";

/** When a sweep has enough seeds. */
export const stoppingRuleSchema = z.object({
  /** The rule as written: `width(accuracy@alpha) < 0.5pp`. */
  rule: z.string(),
  /** The estimate whose interval is checked: a key of the summary per alpha. */
  outcome: z.enum([
    "accuracy",
    "accuracyDifference",
    "selectivity",
    "selectivityDifference",
    "nullSelectivity",
    "splitHalfSelectivity",
    "liveSelectivity",
    "deadUnitsFraction",
  ]),
  /** The alpha that is checked; null: every alpha. */
  alpha: z.number().nullable(),
  /** The width that the 95% interval must fall below, in the outcome's own unit: 0..1. */
  width: z.number().positive(),
  /** Largest number of seeds, whatever the intervals. */
  maxSeeds: z.int().positive(),
});
/** When a sweep has enough seeds: see {@link stoppingRuleSchema}. */
export type StoppingRule = z.infer<typeof stoppingRuleSchema>;
