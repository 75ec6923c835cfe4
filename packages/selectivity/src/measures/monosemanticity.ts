/**
 * How often two images share their class, when both are drawn with a chance proportional to the unit's response.
 *
 *     M = Σ_{i≠j, same class} a_i a_j / Σ_{i≠j} a_i a_j
 *
 * 1: all responses go to one class; a unit that responds to all alike has the chance that two images share their class, about 1/K, and that is what
 * permuted labels give. Undefined for a unit that responds to fewer than two images; in training such a unit counts as 0.
 * Source: the activation-weighted label agreement of pairs that work on monosemantic units of vision models uses.
 * @module
 */
import { scope } from "@selectivity-lab/torch";
import { type ClassPairs, classPairsStatistic } from "../responses/class-pairs.js";
import type { TrainableMeasure } from "./measure.js";

/** Monosemanticity with respect to the classes. */
export const monosemanticityMeasure: TrainableMeasure<ClassPairs> = {
  name: "monosemanticity",
  symbol: "M",
  title: "monosemanticity",
  meaning: "How likely two images that a unit responds to are of the same class, each weighted by its response.",
  source: "pairwise label agreement weighted by activations",
  range: [0, 1],
  nonNegative: true,
  scaleInvariant: true,
  deadUnit: Number.NaN,
  statistic: classPairsStatistic,
  trainable: true,
  estimate: ({ all, within }) => scope(() => within.div(all)),
};
