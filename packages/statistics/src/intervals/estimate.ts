/**
 * The mean of a quantity over seeds, with its interval if there is one.
 *
 * @module
 */
import { tInterval } from "./t-interval.js";

/** The level of every interval in tables, figures and reports. */
export const INTERVAL_LEVEL = 0.95;

/** A mean over n networks with its t interval. A single network has no spread: `sd`, `low` and `high` are then null. */
export interface Estimate {
  readonly n: number;
  readonly mean: number;
  readonly sd: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Estimates the mean of the distribution that the values were drawn from, one per network; null if there are no values. */
export function estimateMean(values: readonly number[]): Estimate | null {
  if (values.length === 0) return null;
  const { n, mean, sd, low, high } = tInterval(values, { level: INTERVAL_LEVEL });
  return { n, mean, ...(n === 1 ? { sd: null, low: null, high: null } : { sd, low, high }) };
}
