/**
 * Several tests at once: p values adjusted so that the probability of even one false finding stays below the level.
 *
 *     sorted p₁ ≤ … ≤ p_m        adjusted pᵢ = max over j ≤ i of min(1, (m − j + 1) · pⱼ)
 *
 * Source: Holm 1979. Valid however the tests depend on each other. The name is that of `p.adjust(method = "holm")` in R.
 * @module
 */
/**
 * Holm's adjustment of a family of tests, declared before looking at the data.
 *
 * @param p one per test, in 0..1; NaN if a test could not be made: it stays NaN and does not count.
 * @returns the adjusted p values, in the same order.
 * @example holm([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, index) => index).filter((index) => !Number.isNaN(p[index]));
  order.sort((a, b) => (p[a] as number) - (p[b] as number));
  const adjusted = p.map(() => Number.NaN);
  let least = 0;
  for (const [rank, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (order.length - rank) * (p[index] as number)));
    adjusted[index] = least;
  }
  return adjusted;
}
