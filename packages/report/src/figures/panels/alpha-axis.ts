/**
 * The axis that figures by alpha share.
 *
 * @module
 */

import type { SweepTable } from "@selectivity-lab/run";
import { collectAlphas, SIGNED_LABEL } from "../contract/alpha-scale.js";

/** The x axis of figures by alpha. */
export type AlphaAxis = ReturnType<typeof createAlphaAxis>;

/** Alpha, ascending, with a place also for those without a network. */
export function createAlphaAxis(table: SweepTable, titled = true) {
  return {
    field: "alpha",
    type: "ordinal",
    scale: { domain: collectAlphas(table.rows).reverse() },
    axis: {
      title: titled ? "alpha: − discourages class selectivity, + encourages it" : null,
      labelExpr: SIGNED_LABEL,
      labelOverlap: true,
    },
  } as const;
}

/** Pixels: about 580, unless the alphas are so few or so many that they need less or more. */
export function alphaAxisWidth(table: SweepTable): number {
  const alphas = collectAlphas(table.rows).length;
  return Math.max(340, alphas * Math.max(28, Math.min(60, 580 / alphas)));
}
