/**
 * The x axis of figures by alpha.
 *
 * Alphas are evenly spaced: a sweep's alphas are a grid, and a numeric scale would crowd its middle.
 * @module
 */
import { SIGNED_LABEL } from "../contract/alpha-scale.js";

/** The x axis of figures by alpha. */
export type AlphaAxis = ReturnType<typeof createAlphaAxis>;

/** Creates an axis of all alphas, ascending, also those without a network. @param alphas descending. */
export function createAlphaAxis(alphas: readonly number[], titled = true) {
  return {
    field: "alpha",
    type: "ordinal",
    scale: { domain: alphas.toReversed() },
    axis: {
      title: titled ? "alpha: − discourages class selectivity, + encourages it" : null,
      labelExpr: SIGNED_LABEL,
      labelOverlap: true,
    },
  } as const;
}

/** Width of such an axis in pixels: about 580, unless the alphas are so few or so many that they need less or more. */
export function computeAlphaAxisWidth(alphas: readonly number[]): number {
  return Math.max(340, alphas.length * Math.max(28, Math.min(60, 580 / alphas.length)));
}
