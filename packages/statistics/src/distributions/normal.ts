/**
 * The standard normal distribution, both ways.
 *
 * @module
 */
import erfc from "@stdlib/math-base-special-erfc";
import erfcinv from "@stdlib/math-base-special-erfcinv";

/** Φ: the share of a standard normal distribution below z. */
export function normalCdf(z: number): number {
  return erfc(-z * Math.SQRT1_2) / 2;
}

/** Φ⁻¹: the z below which lies this share of a standard normal distribution; ±Infinity at 1 and 0. */
export function normalQuantile(probability: number): number {
  return -Math.SQRT2 * erfcinv(2 * probability);
}
