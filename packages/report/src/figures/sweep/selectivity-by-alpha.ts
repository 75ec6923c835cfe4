/**
 * Whether the knob does what it should: mean class selectivity against alpha, with the two values that separate it from
 * sampling noise.
 *
 * The plain index takes the largest of K noisy means, so it is above 0 even for units that respond to all classes alike. The
 * null measures by how much: the same networks with the labels permuted. Split half chooses the favorite class on one half of
 * the images and measures on the other, which is biased down where images per class are few. Source: science.md 1.7.
 * @module
 */
import { computeDeadUnitsFraction } from "@selectivity-lab/run";
import type { ReportData } from "../../data/report-data.js";
import { PERCENT_LABEL } from "../contract/alpha-scale.js";
import type { FigureDefinition, Layer, View } from "../contract/figure.js";
import { type AlphaPanel, drawAlphaPanel } from "../panels/alpha-panel.js";
import { describeIntervals, describeNetworks } from "../panels/captions.js";
import { selectEstimates } from "../panels/interval-layers.js";
import { createNetworkPoint } from "../panels/networks.js";
import type { PanelAxes } from "../panels/panel-axes.js";

/** Mean class selectivity against alpha. */
export const selectivityByAlpha: FigureDefinition = {
  name: "selectivity-by-alpha",
  title: "Class selectivity against alpha",
  applies: () => true,
  compose: (data) => ({
    caption: [
      `One point per network: ${describeNetworks(data)}, on the test split.${data.control ? " Dashed: mean of the control." : ""}`,
      describeIntervals(data),
      "Lines, means over seeds: live units, without the dead ones, which count as 0; split half, which is biased down where images per class are few; null, with permuted labels.",
      "Below: share of hidden units that are dead.",
    ],
    description:
      "Mean class selectivity of every network against alpha, with its split-half value and label-permutation null.",
    direction: "column",
    views: data.measured.length > 0 ? [drawPanel(data), drawDeadUnits(data)] : [],
  }),
};

function drawPanel(data: ReportData): View {
  const { alphas, measured, summaries, control } = data;
  return drawAlphaPanel({
    alphas,
    networks: measured.map((row) => ({ ...createNetworkPoint(row), value: row.test.meanSelectivity })),
    estimates: selectEstimates(summaries, "selectivity"),
    reference: control?.selectivity?.mean,
    title: "mean selectivity",
    axis: { labelExpr: "format(datum.value, '~r')" },
    format: ".3f",
    limits: [0, 1],
    extra: drawSplitHalfAndNull(data),
    first: true,
    last: false,
  });
}

function drawDeadUnits({ alphas, measured, summaries }: ReportData): View {
  return {
    ...drawAlphaPanel({
      alphas,
      networks: measured.map((row) => ({ ...createNetworkPoint(row), value: computeDeadUnitsFraction(row.test) })),
      estimates: selectEstimates(summaries, "deadUnitsFraction"),
      reference: undefined,
      title: "dead units",
      axis: { labelExpr: PERCENT_LABEL },
      format: ".1%",
      limits: [0, 1],
      first: false,
      last: true,
    }),
    height: 90,
  };
}

function drawSplitHalfAndNull({ summaries }: ReportData): NonNullable<AlphaPanel["extra"]> {
  const lines = [
    { measure: "live units", dash: [6, 3], outcome: "liveSelectivity" },
    { measure: "split-half", dash: [1, 0], outcome: "splitHalfSelectivity" },
    { measure: "null", dash: [2, 2], outcome: "nullSelectivity" },
  ] as const;
  const data = lines.flatMap(({ measure, outcome }) =>
    selectEstimates(summaries, outcome).map(({ alpha, mean }) => ({ alpha, measure, mean })),
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
