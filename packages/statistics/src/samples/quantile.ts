/**
 * Quantiles of a sample.
 *
 * @module
 */
/**
 * Quantile of a sorted sample, linear between neighbors: NumPy's default, type 7 of Hyndman & Fan 1996.
 *
 * @param sorted at least one value, ascending.
 * @param probability in [0, 1].
 * @example quantile([10, 20, 40], 0.75) // 30
 */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  const position = probability * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low + (position - below) * (high - low);
}
