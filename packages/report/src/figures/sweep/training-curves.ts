/**
 * How the networks got there: validation accuracy, training loss and mean selectivity, epoch by epoch: one line a network, or, where
 * these would be a tangle, one line an alpha with its interval.
 *
 * Networks without a result are drawn as far as they came.
 * @module
 */

import { formatCount } from "@selectivity-lab/base";
import type { SweepHistory, TrialRow } from "@selectivity-lab/run";
import { type Estimate, estimate } from "@selectivity-lab/statistics";
import { type Figure, figure, type Layer, type View } from "../contract/figure.js";
import { encodeAlphaColor, fadeUnpicked, pickByLegend } from "../panels/networks.js";

const PANELS = [
  { metric: "val/accuracy", title: "validation accuracy", format: ".0%" },
  { metric: "train/loss", title: "training loss", format: "~r" },
  { metric: "selectivity/mean", title: "mean class selectivity", format: "~r" },
] as const;
type Panel = (typeof PANELS)[number];

/** Beyond so many networks a line for each is a tangle, and the page grows by megabytes. */
const MOST_LINES = 100;

/** A line needs no more points to look as it is. */
const MOST_EPOCHS = 200;

/** Draws the training curves. */
export function trainingCurves(sweep: SweepHistory): Figure {
  const curves = sweep.rows.filter(({ curve }) => curve.length > 0);
  const single = curves.length <= MOST_LINES;
  const networks = `${formatCount(curves.length, "network")}, also those without a result as far as they came.`;
  const lines = single
    ? `One line a network, coloured by alpha: ${networks}`
    : `One line an alpha: the mean over its networks, with the 95 % t interval. ${networks}`;
  return figure(sweep, {
    title: "Training curves",
    caption: [lines],
    description: `Line charts by epoch of ${PANELS.map(({ title }) => title).join(", ")}; ${formatCount(curves.length, "network")}.`,
    direction: "row",
    views:
      curves.length > 0
        ? PANELS.map((panel, index) => ({
            width: 230,
            height: 230,
            ...(single ? linesOfNetworks : linesOfAlphas)(sweep, panel, index === 0 ? [pickByLegend] : []),
          }))
        : [],
  });
}

const x = {
  field: "epoch",
  type: "quantitative",
  axis: { tickMinStep: 1, format: "d" },
  scale: { nice: false, padding: 4 },
} as const;

const yOf = ({ title, format }: Panel) =>
  ({ type: "quantitative", title, axis: { format }, scale: { zero: false } }) as const;

function linesOfNetworks(sweep: SweepHistory, panel: Panel, params: readonly (typeof pickByLegend)[]): View {
  return {
    data: { values: pointsOf(sweep, panel) },
    params: [...params],
    mark: { type: "line", style: "curve", point: { style: "curve-point" } },
    encoding: {
      x,
      y: { field: "value", ...yOf(panel) },
      detail: { field: "trial" },
      color: encodeAlphaColor(sweep),
      opacity: fadeUnpicked,
      tooltip: [
        { field: "trial" },
        { field: "alpha" },
        { field: "seed" },
        { field: "state" },
        { field: "epoch" },
        { field: "value", title: panel.title },
      ],
    },
  };
}

function linesOfAlphas(sweep: SweepHistory, panel: Panel, params: readonly (typeof pickByLegend)[]): View {
  const color = encodeAlphaColor(sweep);
  const fields = ["alpha", "epoch", "n", "mean", "low", "high"].map((field) => ({ field }));
  const band: Layer = {
    mark: { type: "area" },
    encoding: { x, y: { field: "low", ...yOf(panel) }, y2: { field: "high" }, color, opacity: FADE_UNPICKED_BAND },
  };
  const line: Layer = {
    params: [...params],
    mark: { type: "line", style: "curve" },
    encoding: { x, y: { field: "mean", ...yOf(panel) }, color, opacity: fadeUnpicked, tooltip: fields },
  };
  return { data: { values: meansOf(sweep, panel) }, layer: [band, line] };
}

const FADE_UNPICKED_BAND = { condition: { param: pickByLegend.name, value: 0.2 }, value: 0.02 } as const;

interface Point extends Pick<TrialRow, "alpha" | "seed" | "state"> {
  readonly trial: string;
  readonly epoch: number;
  readonly value: number;
}

/** Non-finite numbers, as a diverging network's last loss, have no place on an axis. */
function pointsOf(sweep: SweepHistory, { metric }: Panel): Point[] {
  return sweep.rows.flatMap(({ id, alpha, seed, state, curve }) =>
    curve
      .map((line) => ({ trial: id, alpha, seed, state, epoch: line.epoch, value: line[metric] }))
      .filter(({ value }) => Number.isFinite(value)),
  );
}

/** The mean over the networks of each alpha, at every epoch or at some {@link MOST_EPOCHS} of them, the last among them. */
function meansOf(sweep: SweepHistory, panel: Panel) {
  const points = pointsOf(sweep, panel);
  const last = points.reduce((most, { epoch }) => Math.max(most, epoch), 0);
  const stride = Math.ceil((last + 1) / MOST_EPOCHS);
  const groups = new Map<string, { alpha: number; epoch: number; values: number[] }>();
  for (const { alpha, epoch, value } of points) {
    if ((last - epoch) % stride !== 0) continue;
    const group = groups.get(`${alpha} ${epoch}`) ?? { alpha, epoch, values: [] };
    groups.set(`${alpha} ${epoch}`, group);
    group.values.push(value);
  }
  return [...groups.values()].map(({ alpha, epoch, values }) => {
    const { n, mean, low, high } = estimate(values) as Estimate;
    return { alpha, epoch, n, mean, low: low ?? mean, high: high ?? mean };
  });
}
