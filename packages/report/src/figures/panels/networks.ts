/**
 * Networks as points: the data and encodings that figures of outcomes share.
 *
 * @module
 */

import type { MeasuredRow, SweepTable } from "@selectivity-lab/run";
import { collectAlphas, SIGNED_LABEL } from "../contract/alpha-scale.js";
import type { Layer } from "../contract/figure.js";

/** The name of the selection that a click on a legend entry makes. */
const PICK = "pick";

/** The datum of a measured network. */
export interface Network {
  readonly trial: string;
  readonly alpha: number;
  readonly seed: number;
  readonly accuracy: number;
  readonly selectivity: number;
}

/** The datum of a row. */
export function createNetworkPoint({ id, alpha, seed, test }: MeasuredRow): Network {
  return { trial: id, alpha, seed, accuracy: test.accuracy, selectivity: test.meanSelectivity };
}

/** What hovering over a network tells. */
export const networkTooltip = [
  { field: "trial", title: "trial" },
  { field: "alpha", title: "alpha" },
  { field: "seed", title: "seed" },
  { field: "accuracy", title: "test accuracy", format: ".2%" },
  { field: "selectivity", title: "mean selectivity", format: ".3f" },
] as const;

/** Colour by alpha, with a legend of every alpha in its order, also of those without a network. */
export function encodeAlphaColor(table: SweepTable) {
  return {
    field: "alpha",
    type: "ordinal",
    scale: { domain: collectAlphas(table.rows) },
    legend: { title: "alpha", labelExpr: SIGNED_LABEL, symbolType: "circle", symbolOpacity: 1, symbolStrokeWidth: 0 },
  } as const;
}

/**
 * Lets a click on an entry of the legend pick its alpha, and another click drop it; stands in one view of a figure.
 *
 * Only clicks in the legend count: any other would, for Vega-Lite, repeat the last one.
 */
export const pickByLegend = {
  name: PICK,
  select: { type: "point" as const, fields: ["alpha"], toggle: "true" },
  bind: { legend: "click[event.item && indexof(event.item.mark.role, 'legend') >= 0]" },
};

/** Fades what the legend has not picked. */
export const fadeUnpicked = { condition: { param: PICK, value: 1 }, value: 0.06 } as const;

/** A dashed line at what the control came to; no line without a control. */
export function drawReferenceLine(value: number | undefined): Layer[] {
  if (value === undefined) return [];
  return [
    {
      data: { values: [{}] },
      mark: { type: "rule", style: "control" },
      encoding: { y: { datum: value, type: "quantitative" } },
    },
  ];
}
