/**
 * Random orders, for labels that mean nothing.
 *
 * @module
 */
import type { Random } from "@selectivity-lab/base";

/**
 * The same values in random order, every order equally likely (Fisher & Yates). The argument stays as it is.
 *
 * Permuted labels keep the class sizes and lose all that the network knows: what a statistic gives for them is its
 * floor at this sample size.
 */
export function permute(values: ArrayLike<number>, random: Random): Int32Array {
  const order = Int32Array.from(values);
  for (let last = order.length - 1; last > 0; last--) {
    const chosen = random.integer(last + 1);
    const value = order[last] as number;
    order[last] = order[chosen] as number;
    order[chosen] = value;
  }
  return order;
}
