/**
 * Quantiles of Student's t distribution.
 *
 * The library is loaded at the first call: it consists of some two hundred small files, and most commands never need it.
 * @module
 */
import { createRequire } from "node:module";

type Quantile = typeof import("@stdlib/stats-base-dists-t-quantile");

let quantile: Quantile | undefined;

/**
 * The t that a value lies below with this probability; NaN for arguments out of range.
 *
 * @param degreesOfFreedom above 0.
 * @example studentQuantile(0.975, 4) // 2.776…
 */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  quantile ??= createRequire(import.meta.url)("@stdlib/stats-base-dists-t-quantile") as Quantile;
  return quantile(probability, degreesOfFreedom);
}
