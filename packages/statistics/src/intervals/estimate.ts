/**
 * The mean of a quantity over networks, with as much about its precision as their number carries.
 *
 *     n = 1, 2     the values; no interval
 *     n = 3, 4     the values and their range; no interval
 *     n ≥ 5        a 95% t interval: on the logit scale for shares, plain otherwise
 *
 * Of two networks that happen to agree, a t interval would say that the mean is known to a tenth of a point; of two that happen
 * to differ, that accuracy lies between −205% and 262%. Where all values are equal there is no interval either.
 *
 * A pooled interval takes the spread between networks from all conditions together, and so exists for any n. It is right if
 * networks of all conditions vary alike, which conditions in which training is unstable do not.
 *
 * Coverage by simulation: docs/statistics.md.
 * @module
 */
import { studentQuantile } from "../distributions/student-quantile.js";
import { mean, standardDeviation } from "../samples/moments.js";
import { tailProbabilities } from "./interval.js";
import { type MeanWithError, shareInterval } from "./share-interval.js";

/** The level of every interval in tables, figures and reports. */
export const INTERVAL_LEVEL = 0.95;

/** Fewest values with an interval of their own. */
export const FEWEST_FOR_INTERVAL = 5;

/** `share`: between 0 and 1; `plain`: without bounds, such as a difference. */
export type Scale = "share" | "plain";

/** Where the spread of an interval comes from: the n values themselves, or all conditions pooled. */
export type IntervalMethod = "own" | "pooled";

/** A mean over n networks. */
export interface Estimate {
  readonly n: number;
  readonly mean: number;
  /** Standard deviation of the values; null for a single network. */
  readonly sd: number | null;
  /** One per network, in the given order. */
  readonly values: readonly number[];
  /** Ends of the 95% interval; null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
  /** Null without an interval. */
  readonly interval: IntervalMethod | null;
}

/** A spread that several conditions share. */
export interface PooledSpread {
  readonly sd: number;
  readonly degreesOfFreedom: number;
}

/** How {@link estimateMean} computes the interval. */
export interface EstimateOptions {
  /** `plain` by default. */
  readonly scale?: Scale;
  /** Take the spread from here instead of from the values. */
  readonly pooled?: PooledSpread | null;
}

/**
 * Estimates the mean of the distribution that the values were drawn from.
 *
 * @param values one per network.
 * @returns null if there are no values.
 * @example estimateMean([0.8, 0.82, 0.81, 0.83, 0.84], { scale: "share" })?.high // 0.838…
 */
export function estimateMean(values: readonly number[], options: EstimateOptions = {}): Estimate | null {
  if (values.length === 0) return null;
  const n = values.length;
  const summary = { n, mean: mean(values), sd: n === 1 ? null : standardDeviation(values) };
  const bounds = values.every((value) => value === values[0]) && !options.pooled ? null : findBounds(summary, options);
  return {
    ...summary,
    values,
    ...{ low: bounds?.low ?? null, high: bounds?.high ?? null },
    interval: bounds && (options.pooled ? "pooled" : "own"),
  };
}

/** The spread of several groups of values around their own means; null where no group has two values, or none varies. */
export function poolSpread(groups: readonly (readonly number[])[]): PooledSpread | null {
  const spread = groups.filter(({ length }) => length > 1);
  const degreesOfFreedom = spread.reduce((sum, { length }) => sum + length - 1, 0);
  const squares = spread.reduce((sum, values) => sum + (values.length - 1) * standardDeviation(values) ** 2, 0);
  return squares > 0 ? { sd: Math.sqrt(squares / degreesOfFreedom), degreesOfFreedom } : null;
}

function findBounds(
  { n, mean: center, sd }: Pick<Estimate, "n" | "mean" | "sd">,
  { scale = "plain", pooled }: EstimateOptions,
): { low: number; high: number } | null {
  if (pooled) {
    const { degreesOfFreedom } = pooled;
    return scaleBounds({ mean: center, standardError: pooled.sd / Math.sqrt(n), degreesOfFreedom }, scale);
  }
  if (n < FEWEST_FOR_INTERVAL || !sd) return null;
  return scaleBounds({ mean: center, standardError: sd / Math.sqrt(n), degreesOfFreedom: n - 1 }, scale);
}

function scaleBounds(estimate: MeanWithError, scale: Scale): { low: number; high: number } | null {
  if (scale === "share") return shareInterval(estimate, { level: INTERVAL_LEVEL });
  const [, upper] = tailProbabilities("estimateMean", INTERVAL_LEVEL);
  const margin = studentQuantile(upper, estimate.degreesOfFreedom) * estimate.standardError;
  return { low: estimate.mean - margin, high: estimate.mean + margin };
}
