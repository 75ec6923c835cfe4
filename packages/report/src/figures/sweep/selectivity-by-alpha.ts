/**
 * Does the knob do what it says: mean class selectivity against alpha, with the two values that tell it from sampling noise.
 *
 * The plain index takes the largest of K noisy means, so it is above 0 even for units that answer to no class. The null
 * shows how far: the same networks with the labels permuted. Split-half chooses the favourite class on one half of the
 * images and measures on the other. Source: science.md 1.7.
 * @module
 */

import { findControl, measuredRows, type SweepTable, summarize } from "@selectivity-lab/run";
import { type Figure, figure, type Layer, type View } from "../contract/figure.js";
import { type AlphaPanel, drawAlphaPanel } from "../panels/alpha-panel.js";
import { describeNetworks, intervalCaption } from "../panels/captions.js";
import { selectEstimates } from "../panels/interval-layers.js";
import { createNetworkPoint } from "../panels/networks.js";
import type { PanelAxes } from "../panels/panel-axes.js";

/** Draws mean class selectivity against alpha. */
export function selectivityByAlpha(table: SweepTable): Figure {
  const summaries = summarize(table);
  return figure(table, {
    title: "Class selectivity against alpha",
    caption: [
      `One point a network: ${describeNetworks(table)}, on the test split.${findControl(summaries) ? " Dashed: mean of the control." : ""}`,
      intervalCaption(summaries),
      "Lines, means over seeds: split-half, free of the bias of small samples; null, with the labels permuted.",
    ],
    description:
      "Mean class selectivity of every network against alpha, with its split-half value and label-permutation null.",
    direction: "column",
    views: measuredRows(table).length > 0 ? [panel(table)] : [],
  });
}

function panel(table: SweepTable): View {
  const summaries = summarize(table);
  return drawAlphaPanel(table, {
    networks: measuredRows(table).map((row) => ({ ...createNetworkPoint(row), value: row.test.meanSelectivity })),
    estimates: selectEstimates(summaries, "selectivity"),
    reference: findControl(summaries)?.selectivity?.mean,
    title: "mean selectivity",
    axis: { labelExpr: "format(datum.value, '~r')" },
    format: ".3f",
    limits: [0, 1],
    beside: splitHalfAndNull(table),
    first: true,
    last: true,
  });
}

function splitHalfAndNull(table: SweepTable): NonNullable<AlphaPanel["beside"]> {
  const lines = [
    { measure: "split-half", dash: [1, 0], outcome: "splitHalfSelectivity" },
    { measure: "null", dash: [2, 2], outcome: "nullSelectivity" },
  ] as const;
  const data = lines.flatMap(({ measure, outcome }) =>
    selectEstimates(summarize(table), outcome).map(({ alpha, mean }) => ({ alpha, measure, mean })),
  );
  const dash = { domain: lines.map(({ measure }) => measure), range: lines.map((line) => [...line.dash]) };
  const layer = ({ x, y }: PanelAxes): Layer => ({
    data: { values: data },
    mark: { type: "line", style: "beside", point: { style: "beside-point" } },
    encoding: {
      x,
      y: { ...y, field: "mean" },
      strokeDash: {
        field: "measure",
        type: "nominal",
        scale: dash,
        legend: { title: "lines", symbolType: "stroke" },
      },
      tooltip: [{ field: "measure" }, { field: "alpha" }, { field: "mean", type: "quantitative", format: ".3f" }],
    },
  });
  return { values: data.map(({ mean }) => mean), layers: (axes) => [layer(axes)] };
}
