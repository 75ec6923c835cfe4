/**
 * How the networks got there: validation accuracy, training loss and mean selectivity, epoch by epoch, one line a network.
 *
 * Networks without a result are drawn as far as they came.
 * @module
 */
import type { SweepTable } from "../contracts.js";
import { type Figure, figure, type View } from "./figure.js";
import { alphaColour, fadeUnpicked, pickByLegend } from "./networks.js";
import { count } from "./text.js";

const PANELS = [
  { metric: "val/accuracy", title: "validation accuracy", format: ".0%" },
  { metric: "train/loss", title: "training loss", format: "~r" },
  { metric: "selectivity/mean", title: "mean class selectivity", format: "~r" },
] as const;

/** Draws the training curves. */
export function trainingCurves(table: SweepTable): Figure {
  const curves = table.rows.filter(({ curve }) => curve.length > 0);
  return figure(table, {
    title: "Training curves",
    caption: [
      `One line a network, coloured by alpha: ${count(curves.length, "network")}, also those without a result as far as they came.`,
    ],
    description: `Line charts by epoch of ${PANELS.map(({ title }) => title).join(", ")}; ${count(curves.length, "network")}.`,
    direction: "row",
    views: curves.length > 0 ? PANELS.map((panel, index) => curvesOf(table, panel, index === 0)) : [],
  });
}

function curvesOf(table: SweepTable, { metric, title, format }: (typeof PANELS)[number], picks: boolean): View {
  return {
    width: 230,
    height: 230,
    data: { values: pointsOf(table, metric) },
    params: picks ? [pickByLegend] : [],
    mark: { type: "line", style: "curve", point: { style: "curve-point" } },
    encoding: {
      x: {
        field: "epoch",
        type: "quantitative",
        axis: { tickMinStep: 1, format: "d" },
        scale: { nice: false, padding: 4 },
      },
      y: { field: "value", type: "quantitative", title, axis: { format }, scale: { zero: false } },
      detail: { field: "trial" },
      color: alphaColour(table),
      opacity: fadeUnpicked,
      tooltip: [
        { field: "trial" },
        { field: "alpha" },
        { field: "seed" },
        { field: "state" },
        { field: "epoch" },
        { field: "value", title },
      ],
    },
  };
}

/** Non-finite numbers, as a diverging network's last loss, have no place on an axis. */
function pointsOf(table: SweepTable, metric: (typeof PANELS)[number]["metric"]) {
  return table.rows.flatMap(({ id, alpha, seed, state, curve }) =>
    curve
      .map((line) => ({ trial: id, alpha, seed, state, epoch: line.epoch, value: line[metric] }))
      .filter(({ value }) => Number.isFinite(value)),
  );
}
