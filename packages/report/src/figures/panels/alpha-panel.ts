/**
 * A panel with alpha on its x axis: networks as points, and next to them the mean of each alpha with its interval.
 *
 * @module
 */

import type { Layer, View } from "../contract/figure.js";
import { computeAlphaAxisWidth, createAlphaAxis } from "./alpha-axis.js";
import { fitDomain } from "./fitted-domain.js";
import { type AlphaEstimate, drawIntervals } from "./interval-layers.js";
import {
  drawReferenceLine,
  encodeAlphaColor,
  fadeUnpicked,
  type NetworkPoint,
  networkTooltip,
  pickByLegend,
} from "./networks.js";
import type { PanelAxes } from "./panel-axes.js";

/** What a panel shows. */
export interface AlphaPanel {
  /** Alphas of the sweep, descending. */
  readonly alphas: readonly number[];
  /** `value` is what the y axis shows. */
  readonly networks: readonly (NetworkPoint & { value: number })[];
  readonly estimates: readonly AlphaEstimate[];
  /** Height of the dashed line; no line where undefined. */
  readonly reference: number | undefined;
  readonly title: string;
  /** Labels of the y axis, in Vega's expression language. */
  readonly axis: { readonly labelExpr: string };
  /** d3-format of the value in tooltips. */
  readonly format: string;
  /** Bounds that the quantity cannot exceed. */
  readonly limits: readonly [low: number, high: number];
  /** More layers, and the values that the y axis must include for them. */
  readonly extra?: { readonly values: readonly number[]; readonly layers: (axes: PanelAxes) => Layer[] };
  /** Of the panels that share one x axis, the legend of the first filters all, and the last one titles the axis. */
  readonly first: boolean;
  readonly last: boolean;
}

/** Pixels: points are drawn left of the tick, means and intervals right of it. */
const ASIDE = 6;

/** Draws a panel. */
export function drawAlphaPanel(panel: AlphaPanel): View {
  const axes = createAxes(panel);
  return {
    width: computeAlphaAxisWidth(panel.alphas),
    height: 220,
    layer: [
      ...drawReferenceLine(panel.reference),
      ...(panel.extra?.layers(axes) ?? []),
      ...drawIntervals(panel.estimates, { ...axes, offset: ASIDE, format: panel.format }),
      drawNetworks(panel, axes),
    ],
  };
}

function createAxes({ alphas, networks, estimates, reference, limits, extra, last }: AlphaPanel): PanelAxes {
  const values = networks.map(({ value }) => value);
  const included = [...values, ...(extra?.values ?? []), ...(reference === undefined ? [] : [reference])];
  const domain = fitDomain(included, estimates, limits);
  return { x: createAlphaAxis(alphas, last), y: { type: "quantitative", scale: { domain, nice: false, zero: false } } };
}

function drawNetworks({ alphas, networks, title, axis, format, first }: AlphaPanel, { x, y }: PanelAxes): Layer {
  const listed = networkTooltip.some((entry) => entry.title === title);
  return {
    data: { values: [...networks] },
    params: first ? [pickByLegend] : [],
    mark: { type: "point", style: "network", xOffset: -ASIDE },
    encoding: {
      x,
      y: { ...y, field: "value", title, axis },
      color: encodeAlphaColor(alphas),
      opacity: fadeUnpicked,
      tooltip: [...networkTooltip, ...(listed ? [] : [{ field: "value", title, format }])],
    },
  };
}
