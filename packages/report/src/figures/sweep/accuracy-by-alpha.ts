/**
 * What the knob does to accuracy: at each alpha the networks, their mean and its interval; below, on the same axis, the
 * difference of each network to the control of its own seed, which leaves out what seeds have in common.
 *
 * @module
 */

import { findControl, measuredRows, pairedDifferences, type SweepTable, summarize } from "@selectivity-lab/run";
import { PERCENT_LABEL, SIGNED_LABEL } from "../contract/alpha-scale.js";
import { type Figure, figure, type View } from "../contract/figure.js";
import { drawAlphaPanel } from "../panels/alpha-panel.js";
import { controlCaption, describeNetworks, intervalCaption } from "../panels/captions.js";
import { type AlphaEstimate, selectEstimates } from "../panels/interval-layers.js";
import { createNetworkPoint } from "../panels/networks.js";

/** Draws test accuracy, and its paired difference to the control, against alpha. */
export function accuracyByAlpha(table: SweepTable): Figure {
  const summaries = summarize(table);
  const rows = measuredRows(table);
  const paired = pairedDifferences(rows, "accuracy").length > 0;
  return figure(table, {
    title: "Test accuracy against alpha",
    caption: [
      `One point a network: ${describeNetworks(table)}.`,
      intervalCaption(summaries),
      `${controlCaption(summaries)}${paired ? " Below: each network minus the control of its own seed." : ""}`,
    ],
    description:
      "Test accuracy of every network against alpha, with mean and interval, and the paired difference to the control.",
    direction: "column",
    views: [...(rows.length > 0 ? [accuracyPanel(table, !paired)] : []), ...(paired ? [differencePanel(table)] : [])],
  });
}

function accuracyPanel(table: SweepTable, last: boolean): View {
  const summaries = summarize(table);
  return drawAlphaPanel(table, {
    networks: measuredRows(table).map((row) => ({ ...createNetworkPoint(row), value: row.test.accuracy })),
    estimates: selectEstimates(summaries, "accuracy"),
    reference: findControl(summaries)?.accuracy?.mean,
    title: "test accuracy",
    axis: { labelExpr: PERCENT_LABEL },
    format: ".2%",
    limits: [0, 1],
    first: true,
    last,
  });
}

function differencePanel(table: SweepTable): View {
  const pairs = pairedDifferences(measuredRows(table), "accuracy");
  return drawAlphaPanel(table, {
    networks: pairs.map(({ row, difference }) => ({ ...createNetworkPoint(row), value: 100 * difference })),
    estimates: selectEstimates(summarize(table), "accuracyDifference").map(inPoints),
    reference: 0,
    title: "difference to the control, percentage points",
    axis: { labelExpr: SIGNED_LABEL },
    format: "+.2f",
    limits: [-100, 100],
    first: false,
    last: true,
  });
}

function inPoints({ alpha, n, mean, sd, low, high }: AlphaEstimate): AlphaEstimate {
  const points = (share: number | null) => (share === null ? null : 100 * share);
  return { alpha, n, mean: 100 * mean, sd: points(sd), low: points(low), high: points(high) };
}
