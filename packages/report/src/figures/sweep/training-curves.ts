/**
 * How the networks trained: validation accuracy, training loss and mean selectivity by epoch. One line per network, or, where
 * there are too many to tell apart, one line per alpha with its interval.
 *
 * Networks without a result are drawn up to their last epoch.
 * @module
 */

import { formatCount } from "@selectivity-lab/base";
import type { TrialRow } from "@selectivity-lab/run";
import { type Estimate, estimateMean, FEWEST_FOR_INTERVAL, type Scale } from "@selectivity-lab/statistics";
import type { ReportData } from "../../data/report-data.js";
import type { FigureDefinition, Layer, View } from "../contract/figure.js";
import { encodeAlphaColor, fadeUnpicked, pickByLegend } from "../panels/networks.js";

const PANELS = [
  { metric: "val/accuracy", title: "validation accuracy", format: ".0%", scale: "share" },
  { metric: "train/loss", title: "training loss", format: "~r", scale: "plain" },
  { metric: "selectivity/mean", title: "mean class selectivity", format: "~r", scale: "share" },
] as const satisfies readonly { readonly scale: Scale; readonly [key: string]: string }[];
type Panel = (typeof PANELS)[number];

/** With more networks than this, single lines cannot be told apart, and the page grows by megabytes. */
const MOST_LINES = 100;

/** More points than this do not change how a line looks. */
const MOST_EPOCHS = 200;

/** Validation accuracy, training loss and mean selectivity by epoch. */
export const trainingCurves: FigureDefinition = {
  name: "training-curves",
  title: "Training curves",
  applies: () => true,
  compose(data) {
    const trained = data.table.rows.filter(({ curve }) => curve.length > 0).length;
    const drawLines = trained <= MOST_LINES ? drawLinesByNetwork : drawLinesByAlpha;
    const networks = `${formatCount(trained, "network")}; those without a result up to their last epoch.`;
    return {
      caption: [
        trained <= MOST_LINES
          ? `One line per network, colored by alpha: ${networks}`
          : `One line per alpha: the mean over its networks, with the 95% t interval where there are at least ${FEWEST_FOR_INTERVAL}: ${networks}`,
      ],
      description: `Line charts by epoch of ${PANELS.map(({ title }) => title).join(", ")}; ${formatCount(trained, "network")}.`,
      direction: "row",
      views:
        trained > 0
          ? PANELS.map((panel, index) => ({
              width: 230,
              height: 230,
              ...drawLines(data, panel, index === 0 ? [pickByLegend] : []),
            }))
          : [],
    };
  },
};

const x = {
  field: "epoch",
  type: "quantitative",
  axis: { tickMinStep: 1, format: "d" },
  scale: { nice: false, padding: 4 },
} as const;

const encodeY = ({ title, format }: Panel) =>
  ({ type: "quantitative", title, axis: { format }, scale: { zero: false } }) as const;

function drawLinesByNetwork(data: ReportData, panel: Panel, params: readonly (typeof pickByLegend)[]): View {
  return {
    data: { values: collectPoints(data, panel) },
    params: [...params],
    mark: { type: "line", style: "curve", point: { style: "curve-point" } },
    encoding: {
      x,
      y: { field: "value", ...encodeY(panel) },
      detail: { field: "trial" },
      color: encodeAlphaColor(data.alphas),
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

function drawLinesByAlpha(data: ReportData, panel: Panel, params: readonly (typeof pickByLegend)[]): View {
  const color = encodeAlphaColor(data.alphas);
  const fields = ["alpha", "epoch", "n", "mean", "low", "high"].map((field) => ({ field }));
  const band: Layer = {
    mark: { type: "area" },
    encoding: { x, y: { field: "low", ...encodeY(panel) }, y2: { field: "high" }, color, opacity: FADE_UNPICKED_BAND },
  };
  const line: Layer = {
    params: [...params],
    mark: { type: "line", style: "curve" },
    encoding: { x, y: { field: "mean", ...encodeY(panel) }, color, opacity: fadeUnpicked, tooltip: fields },
  };
  return { data: { values: averagePoints(data, panel) }, layer: [band, line] };
}

const FADE_UNPICKED_BAND = { condition: { param: pickByLegend.name, value: 0.2 }, value: 0.02 } as const;

interface Point extends Pick<TrialRow, "alpha" | "seed" | "state"> {
  readonly trial: string;
  readonly epoch: number;
  readonly value: number;
}

/** Non-finite numbers, such as the last loss of a diverging network, are left out: an axis has no place for them. */
function collectPoints({ table }: ReportData, { metric }: Panel): Point[] {
  return table.rows.flatMap(({ id, alpha, seed, state, curve }) =>
    curve
      .map((line) => ({ trial: id, alpha, seed, state, epoch: line.epoch, value: line[metric] }))
      .filter(({ value }) => Number.isFinite(value)),
  );
}

/** Mean over the networks of each alpha, at every epoch or at about {@link MOST_EPOCHS} of them, including the last. */
function averagePoints(data: ReportData, panel: Panel) {
  const points = collectPoints(data, panel);
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
    const { n, mean, low, high } = estimateMean(values, { scale: panel.scale }) as Estimate;
    return { alpha, epoch, n, mean, low: low ?? mean, high: high ?? mean };
  });
}
