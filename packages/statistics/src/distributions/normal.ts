/**
 * The standard normal distribution and its inverse.
 *
 * @module
 */
import erfc from "@stdlib/math-base-special-erfc";
import erfcinv from "@stdlib/math-base-special-erfcinv";

/** Φ(z): the probability of a value below z. */
export function normalCdf(z: number): number {
  return erfc(-z * Math.SQRT1_2) / 2;
}

/** Φ⁻¹: the z that a value lies below with this probability; −Infinity at 0, Infinity at 1. */
export function normalQuantile(probability: number): number {
  return -Math.SQRT2 * erfcinv(2 * probability);
}
