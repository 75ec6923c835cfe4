/**
 * Ranks of a sample, which rank statistics are computed from; SciPy's `rankdata`.
 *
 * @module
 */
/**
 * The position of each value in ascending order, from 1; equal values share the mean of their positions.
 *
 * @example rankValues([0.3, 0.1, 0.3, 0.9]) // [2.5, 1, 2.5, 4]
 */
export function rankValues(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] as number) - (values[b] as number));
  const places = new Array<number>(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    const value = values[order[start] as number];
    while (end < order.length && values[order[end] as number] === value) end++;
    for (const index of order.slice(start, end)) places[index] = (start + 1 + end) / 2;
  }
  return places;
}
