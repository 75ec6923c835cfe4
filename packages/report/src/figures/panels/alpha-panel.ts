/**
 * A panel with alpha on its x axis: networks as points, and beside them each alpha's mean with its interval.
 *
 * Alphas stand at even distances: a sweep's alphas are a grid, and any scale of numbers would crowd its middle.
 * @module
 */

import type { SweepTable } from "@selectivity-lab/run";
import type { Layer, View } from "../contract/figure.js";
import { alphaAxisWidth, createAlphaAxis } from "./alpha-axis.js";
import { fitDomain } from "./fitted-domain.js";
import { type AlphaEstimate, drawIntervals } from "./interval-layers.js";
import {
  drawReferenceLine,
  encodeAlphaColor,
  fadeUnpicked,
  type Network,
  networkTooltip,
  pickByLegend,
} from "./networks.js";
import type { PanelAxes } from "./panel-axes.js";

/** What a panel shows. */
export interface AlphaPanel {
  /** `value` is what the y axis shows. */
  readonly networks: readonly (Network & { value: number })[];
  readonly estimates: readonly AlphaEstimate[];
  /** Where the dashed line stands. */
  readonly reference: number | undefined;
  readonly title: string;
  /** Of the y axis' labels, and of the value in tooltips. */
  readonly axis: { readonly labelExpr: string };
  readonly format: string;
  /** What the quantity cannot go beyond. */
  readonly limits: readonly [low: number, high: number];
  /** Further layers, and what the y axis must hold for them. */
  readonly beside?: { readonly values: readonly number[]; readonly layers: (axes: PanelAxes) => Layer[] };
  /** Of the panels that share one x axis, the first filters all by its legend, and the last names the axis. */
  readonly first: boolean;
  readonly last: boolean;
}

/** Pixels: points stand left of the tick, means and intervals right of it. */
const ASIDE = 6;

/** Draws a panel. */
export function drawAlphaPanel(table: SweepTable, panel: AlphaPanel): View {
  const axes = axesOf(table, panel);
  return {
    width: alphaAxisWidth(table),
    height: 220,
    layer: [
      ...drawReferenceLine(panel.reference),
      ...(panel.beside?.layers(axes) ?? []),
      ...drawIntervals(panel.estimates, { ...axes, offset: ASIDE, format: panel.format }),
      networkLayer(table, panel, axes),
    ],
  };
}

function axesOf(table: SweepTable, { networks, estimates, reference, limits, beside, last }: AlphaPanel): PanelAxes {
  const values = networks.map(({ value }) => value);
  const held = [...values, ...(beside?.values ?? []), ...(reference === undefined ? [] : [reference])];
  const domain = fitDomain(held, estimates, limits);
  return { x: createAlphaAxis(table, last), y: { type: "quantitative", scale: { domain, nice: false, zero: false } } };
}

function networkLayer(
  table: SweepTable,
  { networks, title, axis, format, first }: AlphaPanel,
  { x, y }: PanelAxes,
): Layer {
  const told = networkTooltip.some((entry) => entry.title === title);
  return {
    data: { values: [...networks] },
    params: first ? [pickByLegend] : [],
    mark: { type: "point", style: "network", xOffset: -ASIDE },
    encoding: {
      x,
      y: { ...y, field: "value", title, axis },
      color: encodeAlphaColor(table),
      opacity: fadeUnpicked,
      tooltip: [...networkTooltip, ...(told ? [] : [{ field: "value", title, format }])],
    },
  };
}
