/**
 * Bootstrap intervals: resample the values with replacement, take the statistic of each resample, read off its quantiles.
 *
 * `percentile` reads the quantiles (1 ± level) / 2. `bca` corrects them for bias (z₀: the position of the estimate among the
 * draws) and for a spread that changes with the value (a: the skewness of the jackknife):
 *
 *     p → Φ( z₀ + (z₀ + z_p) / (1 − a · (z₀ + z_p)) )
 *
 * Both are too narrow for fewer than about twenty values; for means, see {@link tInterval}.
 * Sources: Efron & Tibshirani 1993, ch. 13–14; ties count half in z₀, as in `scipy.stats.bootstrap`.
 * @module
 */

import { Random } from "@selectivity-lab/base";
import { normalCdf, normalQuantile } from "../distributions/normal.js";
import { mean } from "../samples/moments.js";
import { quantile } from "../samples/quantile.js";
import { checkNotEmpty, type Interval, tailProbabilities } from "./interval.js";

/** A number that summarizes a list. It must not keep the list, which is overwritten for every draw. */
export type Statistic = (values: readonly number[]) => number;

/** The statistic of the values themselves, with its interval and how that was computed. */
export interface BootstrapInterval extends Interval {
  readonly estimate: number;
  readonly draws: number;
  readonly method: BootstrapMethod;
}

/** How an interval is computed from the quantiles of the draws. */
export type BootstrapMethod = "percentile" | "bca";

/** Options of {@link bootstrapInterval}. */
export interface BootstrapOptions {
  /** The mean by default. */
  readonly statistic?: Statistic;
  /** In (0, 1); 0.95 by default. */
  readonly level?: number;
  /** Resamples; 10,000 by default. */
  readonly draws?: number;
  /** Seed of the resampling: the same seed gives the same interval. */
  readonly seed: number;
  /** `percentile` by default. */
  readonly method?: BootstrapMethod;
}

/**
 * An interval for any statistic of a sample.
 *
 * @param values one per trained network; at least one.
 * @returns for one value, only the estimate: `low` and `high` are NaN.
 * @example bootstrapInterval([0.81, 0.83, 0.84], { seed: 0 })
 */
export function bootstrapInterval(
  values: readonly number[],
  { statistic = mean, level = 0.95, draws = 10_000, seed, method = "percentile" }: BootstrapOptions,
): BootstrapInterval {
  checkNotEmpty("bootstrapInterval", values);
  const ends = tailProbabilities("bootstrapInterval", level);
  const estimate = statistic(values);
  const summary = { estimate, n: values.length, draws, method };
  if (values.length === 1) return { ...summary, low: Number.NaN, high: Number.NaN };
  const sorted = resample(values, statistic, draws, new Random(seed, "bootstrap")).sort();
  const correct = method === "bca" ? bcaCorrection(values, statistic, estimate, sorted) : (p: number) => p;
  const [low, high] = ends.map((p) => quantile(sorted, correct(p))) as [number, number];
  return { ...summary, low, high };
}

function resample(values: readonly number[], statistic: Statistic, draws: number, random: Random): Float64Array {
  const sample = [...values];
  return Float64Array.from({ length: draws }, () => {
    for (let i = 0; i < sample.length; i++) sample[i] = values[random.integer(values.length)] as number;
    return statistic(sample);
  });
}

function bcaCorrection(
  values: readonly number[],
  statistic: Statistic,
  estimate: number,
  draws: Float64Array,
): (probability: number) => number {
  const bias = normalQuantile(shareBelow(draws, estimate));
  const acceleration = jackknifeAcceleration(values, statistic);
  return (probability) => {
    const z = bias + normalQuantile(probability);
    return normalCdf(bias + z / (1 - acceleration * z));
  };
}

/** The share of draws below a value; draws equal to it count half. */
function shareBelow(draws: Float64Array, value: number): number {
  let below = 0;
  for (const draw of draws) below += draw < value ? 1 : draw === value ? 0.5 : 0;
  return below / draws.length;
}

/** One sixth of the skewness of the statistic when each value is left out in turn; 0 if that changes nothing. */
function jackknifeAcceleration(values: readonly number[], statistic: Statistic): number {
  const without = values.map((_, left) => statistic(values.filter((_, i) => i !== left)));
  const centre = mean(without);
  const deviations = without.map((value) => centre - value);
  const squares = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0);
  const cubes = deviations.reduce((sum, deviation) => sum + deviation ** 3, 0);
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}
