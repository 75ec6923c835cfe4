/**
 * Poisson numbers by inverting the distribution function: one uniform number each, so that the number of random numbers does not
 * depend on the image.
 *
 * @module
 */
/** The distribution function of one mean, where it is neither 0 nor 1 to the last bit of a random word. */
export interface PoissonTable {
  readonly first: number;
  /** At `i`: the probability of `first + i` or less. */
  readonly cumulative: Float64Array;
  /** At `j`: where to begin the search for uniform numbers from j / GUIDES on. */
  readonly guide: Int32Array;
}

const GUIDES = 256;

/** Standard deviations around the mean beyond which nothing is to be expected. */
const REACH = 9;

/** The table of a mean, 0 or more. */
export function poissonTable(mean: number): PoissonTable {
  const reach = REACH * Math.sqrt(mean) + 20;
  const first = Math.max(0, Math.floor(mean - reach));
  const cumulative = new Float64Array(Math.ceil(mean + reach) - first + 1);
  let logFactorial = 0;
  for (let k = 2; k <= first; k++) logFactorial += Math.log(k);
  let term = first === 0 ? Math.exp(-mean) : Math.exp(first * Math.log(mean) - mean - logFactorial);
  let sum = 0;
  for (let i = 0; i < cumulative.length; i++) {
    sum += term;
    cumulative[i] = sum;
    term *= mean / (first + i + 1);
  }
  const guide = Int32Array.from({ length: GUIDES }, (_, j) => {
    const found = cumulative.findIndex((value) => value >= j / GUIDES);
    return found < 0 ? cumulative.length - 1 : found;
  });
  return { first, cumulative, guide };
}

/** The smallest count whose distribution function reaches `uniform`, in (0, 1). */
export function inverted({ first, cumulative, guide }: PoissonTable, uniform: number): number {
  let count = guide[Math.floor(uniform * GUIDES)] as number;
  while (count < cumulative.length - 1 && (cumulative[count] as number) < uniform) count++;
  return first + count;
}
