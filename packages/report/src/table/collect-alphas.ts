/**
 * The alphas of a sweep.
 *
 * @module
 */

/** The sweep's alphas, each once, descending: the order of legends, with encouragement on top. */
export function collectAlphas(rows: readonly { readonly alpha: number }[]): number[] {
  return [...new Set(rows.map(({ alpha }) => alpha))].sort((a, b) => b - a);
}
