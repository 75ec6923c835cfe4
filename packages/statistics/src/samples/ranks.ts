/**
 * Ranks of a sample: what rank statistics see of it.
 *
 * @module
 */
/**
 * The place of each value in ascending order, from 1; equal values share the mean of their places.
 *
 * @example ranks([0.3, 0.1, 0.3, 0.9]) // [2.5, 1, 2.5, 4]
 */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] as number) - (values[b] as number));
  const places = new Array<number>(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    const value = values[order[start] as number];
    while (end < order.length && values[order[end] as number] === value) end++;
    for (const index of order.slice(start, end)) places[index] = (start + 1 + end) / 2;
  }
  return places;
}
