/**
 * Numbers about numbers.
 *
 * @module
 */

/** The value below which a share `p` of the values lies, between neighbours linearly. */
export function quantile(values, p) {
  const sorted = values.toSorted((a, b) => a - b);
  const place = p * (sorted.length - 1);
  const [low, high] = [Math.floor(place), Math.ceil(place)].map((i) => sorted[i]);
  return low + (high - low) * (place % 1);
}

/** Median and quartiles. */
export function spread(values) {
  const [low, median, high] = [0.25, 0.5, 0.75].map((p) => Number(quantile(values, p).toPrecision(4)));
  return { median, low, high };
}
