/**
 * What the knob does to robustness: at each alpha the networks, their mean and its interval.
 *
 * @module
 */

import { mean } from "@selectivity-lab/statistics";
import { summarizeRobustness } from "../../robustness/summarize-robustness.js";
import { type Figure, figure } from "../contract/figure.js";
import { drawAlphaPanel } from "../panels/alpha-panel.js";
import { describeNetworks } from "../panels/captions.js";
import type { AlphaEstimate } from "../panels/interval-layers.js";
import { OUTCOMES } from "./outcomes.js";
import { networksWith, type RobustnessFigureData } from "./robust-networks.js";

/** Draws every outcome against alpha, panel below panel. */
export function robustnessByAlpha(data: RobustnessFigureData): Figure {
  const { table, robustness } = data;
  const summaries = summarizeRobustness(robustness.rows);
  const panels = OUTCOMES.map((outcome) => ({ outcome, networks: networksWith(data, outcome.of) })).filter(
    ({ networks }) => networks.length > 0,
  );
  return figure(table, {
    title: "Robustness against alpha",
    caption: [
      `One point a network: ${describeNetworks(table)}. Dashed: mean of the control, alpha = 0.`,
      "Bars: mean and 95 % t interval over seeds; an arrow: it goes on beyond the axis.",
    ],
    description:
      "Corrupted accuracy, its share of clean accuracy, and the area under attack of every network against alpha.",
    direction: "column",
    views: panels.map(({ outcome, networks }, index) => {
      const controls = networks.flatMap(({ alpha, value }) => (alpha === 0 ? [value] : []));
      return drawAlphaPanel(table, {
        networks,
        estimates: summaries.flatMap((summary): AlphaEstimate[] => {
          const estimate = summary[outcome.summary];
          return estimate ? [{ alpha: summary.alpha, ...estimate }] : [];
        }),
        reference: controls.length > 0 ? mean(controls) : undefined,
        title: outcome.title,
        axis: { labelExpr: outcome.labelExpr },
        format: ".3f",
        limits: [0, 2],
        first: index === 0,
        last: index === panels.length - 1,
      });
    }),
  });
}
