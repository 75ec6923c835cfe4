/**
 * What the knob does to accuracy: for each alpha the networks, their mean and its interval; below, on the same axis, the
 * difference between each network and the control of its own seed, which cancels what the seed contributes.
 *
 * @module
 */
import { pairedDifferences } from "@selectivity-lab/run";
import type { ReportData } from "../../data/report-data.js";
import { PERCENT_LABEL, SIGNED_LABEL } from "../contract/alpha-scale.js";
import type { FigureDefinition, View } from "../contract/figure.js";
import { drawAlphaPanel } from "../panels/alpha-panel.js";
import { describeControl, describeIntervals, describeNetworks } from "../panels/captions.js";
import { type AlphaEstimate, selectEstimates } from "../panels/interval-layers.js";
import { createNetworkPoint } from "../panels/networks.js";

/** Test accuracy, and its paired difference to the control, against alpha. */
export const accuracyByAlpha: FigureDefinition = {
  name: "accuracy-by-alpha",
  title: "Test accuracy against alpha",
  applies: () => true,
  compose(data) {
    const pairs = pairedDifferences(data.measured, "accuracy");
    const paired = pairs.length > 0;
    return {
      caption: [
        `One point per network: ${describeNetworks(data)}.`,
        describeIntervals(data),
        `${describeControl(data)}${paired ? " Below: each network minus the control of its own seed." : ""}`,
      ],
      description:
        "Test accuracy of every network against alpha, with mean and interval, and the paired difference to the control.",
      direction: "column",
      views: [
        ...(data.measured.length > 0 ? [drawAccuracy(data, !paired)] : []),
        ...(paired ? [drawDifferences(data, pairs)] : []),
      ],
    };
  },
};

function drawAccuracy({ alphas, measured, summaries, control }: ReportData, last: boolean): View {
  return drawAlphaPanel({
    alphas,
    networks: measured.map((row) => ({ ...createNetworkPoint(row), value: row.test.accuracy })),
    estimates: selectEstimates(summaries, "accuracy"),
    reference: control?.accuracy?.mean,
    title: "test accuracy",
    axis: { labelExpr: PERCENT_LABEL },
    format: ".2%",
    limits: [0, 1],
    first: true,
    last,
  });
}

function drawDifferences({ alphas, summaries }: ReportData, pairs: ReturnType<typeof pairedDifferences>): View {
  return drawAlphaPanel({
    alphas,
    networks: pairs.map(({ row, difference }) => ({ ...createNetworkPoint(row), value: 100 * difference })),
    estimates: selectEstimates(summaries, "accuracyDifference").map(convertToPoints),
    reference: 0,
    title: "difference to the control, percentage points",
    axis: { labelExpr: SIGNED_LABEL },
    format: "+.2f",
    limits: [-100, 100],
    first: false,
    last: true,
  });
}

function convertToPoints({ mean, sd, low, high, values, ...rest }: AlphaEstimate): AlphaEstimate {
  const points = (share: number | null) => (share === null ? null : 100 * share);
  const converted = { mean: 100 * mean, values: values.map((value) => 100 * value) };
  return { ...rest, ...converted, sd: points(sd), low: points(low), high: points(high) };
}
