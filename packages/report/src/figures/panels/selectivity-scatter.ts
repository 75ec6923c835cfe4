/**
 * A panel with mean class selectivity on its x axis and an outcome on its y axis: one point a network.
 *
 * @module
 */

import type { SweepTable } from "@selectivity-lab/run";
import type { View } from "../contract/figure.js";
import {
  drawReferenceLine,
  encodeAlphaColor,
  fadeUnpicked,
  type Network,
  networkTooltip,
  pickByLegend,
} from "./networks.js";

/** What a panel shows. */
export interface SelectivityScatter {
  /** Above the panel. */
  readonly title: string;
  /** `value` is what the y axis shows. */
  readonly networks: readonly (Network & { value: number })[];
  /** Of the y axis, and of its labels. */
  readonly outcome: string;
  readonly labelExpr: string;
  /** Where the dashed line stands. */
  readonly reference: number | undefined;
  /** Both axes fitted to the points, instead of starting at no selectivity. */
  readonly zoomed: boolean;
  /** Whether this panel's legend filters all; one of a figure's does. */
  readonly picks: boolean;
  readonly width?: number;
}

/** Draws a panel. */
export function drawSelectivityScatter(table: SweepTable, panel: SelectivityScatter): View {
  const { title, networks, outcome, labelExpr, reference, zoomed, picks, width = 330 } = panel;
  const told = networkTooltip.some((entry) => entry.title === outcome);
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
          color: encodeAlphaColor(table),
          opacity: fadeUnpicked,
          tooltip: [...networkTooltip, ...(told ? [] : [{ field: "value", title: outcome, format: ".3f" }])],
        },
      },
    ],
  };
}
