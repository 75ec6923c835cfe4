/**
 * Several tests at once: probabilities adjusted so that the chance of even one false finding stays below the level.
 *
 *     sorted p₁ ≤ … ≤ p_m        adjusted pᵢ = max over j ≤ i of min(1, (m − j + 1) · pⱼ)
 *
 * Source: Holm 1979. It assumes nothing of how the tests depend on each other.
 * @module
 */
/**
 * Holm's adjustment of a family of tests, declared before it was looked at.
 *
 * @param p one a test, in 0..1; NaN where a test could not be made: it stays NaN, and does not count.
 * @returns the adjusted probabilities, in the same order.
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
