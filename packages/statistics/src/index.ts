/**
 * Intervals, tests and the numbers they are made of: numbers in, numbers out.
 *
 * @module
 */
export { studentTail } from "./distributions/student-tail.js";
export { StatisticsError } from "./error.js";
export { type AdjustedModel, type AdjustedSlope, estimateAdjustedSlope } from "./inference/adjusted-slope.js";
export { type EquivalenceTest, equivalenceTest } from "./inference/equivalence-test.js";
export { holm } from "./inference/holm.js";
export { type PartialRankTest, partialRankTest } from "./inference/partial-rank-test.js";
export type { RearrangementTest } from "./inference/rearrangement-test.js";
export { fewestPairs, signFlipTest } from "./inference/sign-flip-test.js";
export type { StatisticalTest } from "./inference/statistical-test.js";
export { STATISTICAL_TESTS } from "./inference/statistical-tests.js";
export {
  type BootstrapInterval,
  type BootstrapMethod,
  type BootstrapOptions,
  bootstrapInterval,
  type Statistic,
} from "./intervals/bootstrap-interval.js";
export {
  type Estimate,
  type EstimateOptions,
  estimateMean,
  FEWEST_FOR_INTERVAL,
  type IntervalMethod,
  type PooledSpread,
  poolSpread,
  type Scale,
} from "./intervals/estimate.js";
export type { Interval } from "./intervals/interval.js";
export { comparePairs, type PairedDifference } from "./intervals/paired-difference.js";
export { type MeanWithError, shareInterval } from "./intervals/share-interval.js";
export { type MeanInterval, tInterval } from "./intervals/t-interval.js";
export { pearson, spearman } from "./samples/correlation.js";
export { mean, standardDeviation } from "./samples/moments.js";
export { permuteValues } from "./samples/permutation.js";
export { rankValues } from "./samples/ranks.js";
