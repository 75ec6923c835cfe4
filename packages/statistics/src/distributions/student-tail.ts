/**
 * Tail probabilities of Student's t distribution.
 *
 * @module
 */
import { studentQuantile } from "./student-quantile.js";

/** Halvings of the interval of exponents: beyond them a float64 does not change. */
const HALVINGS = 64;

/**
 * The probability of a value above `t`, by bisection of the quantile; halving exponents keeps small ones precise.
 *
 * @param degreesOfFreedom above 0.
 * @example studentTail(0, 4) // 0.5
 */
export function studentTail(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  if (t < 0) return 1 - studentTail(-t, degreesOfFreedom);
  let [low, high] = [-1022, -1]; // binary exponents, between which that of the tail at t lies
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (-studentQuantile(2 ** middle, degreesOfFreedom) > t) low = middle;
    else high = middle;
  }
  return 2 ** high;
}
