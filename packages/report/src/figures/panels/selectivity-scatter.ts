/**
 * A panel with mean class selectivity on its x axis and an outcome on its y axis: one point per network.
 *
 * @module
 */

import type { View } from "../contract/figure.js";
import {
  drawReferenceLine,
  encodeAlphaColor,
  fadeUnpicked,
  markMostlyDead,
  type NetworkPoint,
  networkTooltip,
  pickByLegend,
} from "./networks.js";

/** What a panel shows. */
export interface SelectivityScatter {
  /** Alphas of the sweep, descending. */
  readonly alphas: readonly number[];
  /** Heading above the panel. */
  readonly title: string;
  /** `value` is what the y axis shows. */
  readonly networks: readonly (NetworkPoint & { value: number })[];
  /** Title of the y axis. */
  readonly outcome: string;
  /** Labels of the y axis, in Vega's expression language. */
  readonly labelExpr: string;
  /** Height of the dashed line; no line where undefined. */
  readonly reference: number | undefined;
  /** Both axes fitted to the points, instead of starting at no selectivity. */
  readonly zoomed: boolean;
  /** Whether this panel's legend filters all panels; exactly one panel of a figure does. */
  readonly picks: boolean;
  readonly width?: number;
}

/** Draws a panel. */
export function drawSelectivityScatter(panel: SelectivityScatter): View {
  const { alphas, title, networks, outcome, labelExpr, reference, zoomed, picks, width = 330 } = panel;
  const listed = networkTooltip.some((entry) => entry.title === outcome);
  const x = { field: "selectivity", type: "quantitative", title: "mean class selectivity" } as const;
  const y = { field: "value", type: "quantitative", title: outcome, axis: { labelExpr } } as const;
  return {
    title: { text: title, style: ["group-title", "panel"], frame: "group", offset: 10 },
    width,
    height: 300,
    layer: [
      ...drawReferenceLine(reference),
      {
        data: { values: [...networks] },
        params: picks ? [pickByLegend] : [],
        mark: { type: "point", style: "network" },
        encoding: {
          x: { ...x, scale: { zero: !zoomed, nice: false, padding: 12 } },
          y: { ...y, scale: { zero: false, nice: false, padding: 12 } },
          color: encodeAlphaColor(alphas),
          shape: markMostlyDead,
          opacity: fadeUnpicked,
          tooltip: [...networkTooltip, ...(listed ? [] : [{ field: "value", title: outcome, format: ".3f" }])],
        },
      },
    ],
  };
}
