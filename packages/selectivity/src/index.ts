/**
 * Class selectivity of hidden units: the index, the knob, the statistics. Knows nothing of data sets, models or files.
 * @module
 */
export { SelectivityError, type SelectivityErrorCode } from "./error.js";
export {
  type Aggregate,
  type ClassMeans,
  classConditionalMeans,
} from "./indices/class-conditional-means.js";
export type { Negatives } from "./indices/non-negative.js";
export { SELECTIVITY_EPSILON, selectivityIndex } from "./indices/selectivity-index.js";
export { unitMeans } from "./indices/unit-means.js";
export { ClassMemory, type ClassMemoryState } from "./knob/class-memory.js";
export { knobLoss } from "./knob/knob-loss.js";
export { ResidentTerm, type ResidentTermOptions } from "./knob/resident-term.js";
export { type SelectivityTerm, type SelectivityTermOptions, selectivityTerm } from "./knob/selectivity-term.js";
export type { LayerSelectivity, MeanSelectivity, NetworkSelectivity } from "./meter/network-selectivity.js";
export { SelectivityMeter, type SelectivityMeterOptions } from "./meter/selectivity-meter.js";
export { type AdjustedModel, type AdjustedSlope, adjustedSlope } from "./statistics/adjusted-slope.js";
export {
  type BootstrapInterval,
  type BootstrapMethod,
  type BootstrapOptions,
  bootstrapInterval,
  type Statistic,
} from "./statistics/bootstrap-interval.js";
export { pearson, spearman } from "./statistics/correlation.js";
export { type EquivalenceTest, equivalenceTest } from "./statistics/equivalence-test.js";
export { holm } from "./statistics/holm.js";
export type { Interval } from "./statistics/interval.js";
export { mean, standardDeviation } from "./statistics/moments.js";
export { type PairedDifference, pairedDifference } from "./statistics/paired-difference.js";
export { type PartialRankTest, partialRankTest } from "./statistics/partial-rank-test.js";
export { permuted } from "./statistics/permutation.js";
export { Random } from "./statistics/random.js";
export { ranks } from "./statistics/ranks.js";
export type { RearrangementTest } from "./statistics/rearrangement-test.js";
export { signFlipTest } from "./statistics/sign-flip-test.js";
export { studentTail } from "./statistics/student-tail.js";
export { type MeanInterval, tInterval } from "./statistics/t-interval.js";
export { UnitRecorder } from "./taps/unit-recorder.js";
