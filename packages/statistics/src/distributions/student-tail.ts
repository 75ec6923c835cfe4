/**
 * Tail probabilities of Student's t distribution.
 *
 * The library is loaded at the first call, as for {@link studentQuantile}.
 * @module
 */
import { createRequire } from "node:module";

type Cdf = typeof import("@stdlib/stats-base-dists-t-cdf");

let cdf: Cdf | undefined;

/**
 * The probability of a value above `t`: the distribution function at −t, which stays precise where 1 − cdf(t) would not.
 *
 * @param degreesOfFreedom above 0.
 * @example studentTail(0, 4) // 0.5
 */
export function studentTail(t: number, degreesOfFreedom: number): number {
  cdf ??= createRequire(import.meta.url)("@stdlib/stats-base-dists-t-cdf") as Cdf;
  return cdf(-t, degreesOfFreedom);
}
