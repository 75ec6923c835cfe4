/**
 * Poisson numbers by inverting the distribution function: one uniform number each, so that the count of random numbers
 * never depends on the image.
 *
 * @module
 */
/** Distribution functions by their mean, from the first count that matters; images have few different means. */
const tables = new Map<number, Table>();

interface Table {
  readonly first: number;
  /** At `i`: the probability of `first + i` or less. */
  readonly cumulative: Float64Array;
  /** At `j`: where to begin the search for uniform numbers from j / GUIDES on. */
  readonly guide: Int32Array;
}

const GUIDES = 256;

/** Means kept: 256 levels of five severities of two tables, and some. */
const KEPT = 4096;

/** Standard deviations around the mean beyond which a count has a probability below that of the last bit of a word. */
const REACH = 9;

/**
 * The smallest count whose distribution function reaches `uniform`.
 *
 * @param mean 0 or more. @param uniform in (0, 1).
 */
export function poisson(mean: number, uniform: number): number {
  if (mean <= 0) return 0;
  const { first, cumulative, guide } = tables.get(mean) ?? tabulate(mean);
  let count = guide[Math.floor(uniform * GUIDES)] as number;
  while (count < cumulative.length - 1 && (cumulative[count] as number) < uniform) count++;
  return first + count;
}

function tabulate(mean: number): Table {
  const reach = REACH * Math.sqrt(mean) + 20;
  const first = Math.max(0, Math.floor(mean - reach));
  const cumulative = new Float64Array(Math.ceil(mean + reach) - first + 1);
  let logFactorial = 0;
  for (let k = 2; k <= first; k++) logFactorial += Math.log(k);
  let [term, sum] = [Math.exp(first * Math.log(mean) - mean - logFactorial), 0];
  for (let i = 0; i < cumulative.length; i++) {
    sum += term;
    cumulative[i] = sum;
    term *= mean / (first + i + 1);
  }
  const guide = Int32Array.from({ length: GUIDES }, (_, j) => {
    const found = cumulative.findIndex((value) => value >= j / GUIDES);
    return found < 0 ? cumulative.length - 1 : found;
  });
  const table = { first, cumulative, guide };
  if (tables.size >= KEPT) tables.clear();
  tables.set(mean, table);
  return table;
}
