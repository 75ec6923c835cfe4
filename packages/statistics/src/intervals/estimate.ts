/**
 * A quantity over seeds: its mean, with an interval where there is one.
 *
 * @module
 */
import { tInterval } from "./t-interval.js";

/** The level of every interval in table, figures and report. */
export const INTERVAL_LEVEL = 0.95;

/** A mean over n networks with its t interval. One network has no spread: `sd`, `low` and `high` are then null. */
export interface Estimate {
  readonly n: number;
  readonly mean: number;
  readonly sd: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Estimates the mean of what the values, one a network, were drawn from; null when there are none. */
export function estimate(values: readonly number[]): Estimate | null {
  if (values.length === 0) return null;
  const { n, mean, sd, low, high } = tInterval(values, { level: INTERVAL_LEVEL });
  return { n, mean, ...(n === 1 ? { sd: null, low: null, high: null } : { sd, low, high }) };
}
