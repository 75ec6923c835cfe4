/**
 * Random order, as for labels that carry no information.
 *
 * @module
 */
import type { Random } from "@selectivity-lab/base";

/**
 * The same values in random order, every order equally likely (Fisher & Yates). Does not change its argument.
 *
 * Permuted labels keep the class sizes but are independent of the responses, so a statistic of them is its floor at this
 * sample size.
 */
export function permuteValues(values: ArrayLike<number>, random: Random): Int32Array {
  const order = Int32Array.from(values);
  for (let last = order.length - 1; last > 0; last--) {
    const chosen = random.integer(last + 1);
    const value = order[last] as number;
    order[last] = order[chosen] as number;
    order[chosen] = value;
  }
  return order;
}
