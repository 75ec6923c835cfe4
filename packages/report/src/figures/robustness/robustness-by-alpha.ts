/**
 * What the knob does to robustness: for each alpha the networks, their mean and its interval.
 *
 * @module
 */
import { mean } from "@selectivity-lab/statistics";
import type { RobustnessSummary } from "../../robustness/summarize-robustness.js";
import { drawAlphaPanel } from "../panels/alpha-panel.js";
import { describeBars, describeNetworks } from "../panels/captions.js";
import type { AlphaEstimate } from "../panels/interval-layers.js";
import { defineRobustnessFigure } from "./define-robustness-figure.js";
import { matchOutcomes } from "./match-networks.js";
import type { RobustOutcome } from "./outcomes.js";

/** Every outcome against alpha, one panel below the other. */
export const robustnessByAlpha = defineRobustnessFigure({
  name: "robustness-by-alpha",
  title: "Robustness against alpha",
  compose(data) {
    const { alphas, robustness } = data;
    const panels = matchOutcomes(data);
    return {
      caption: [
        `One point per network: ${describeNetworks(data)}. Dashed: mean of the control, alpha = 0.`,
        describeBars(panels.flatMap(({ outcome }) => selectRobustnessEstimates(robustness.summaries, outcome))),
      ],
      description:
        "Corrupted accuracy, its share of clean accuracy, and the area under attack of every network against alpha.",
      direction: "column",
      views: panels.map(({ outcome, networks }, index) => {
        const controls = networks.filter(({ alpha }) => alpha === 0).map(({ value }) => value);
        return drawAlphaPanel({
          alphas,
          networks,
          estimates: selectRobustnessEstimates(robustness.summaries, outcome),
          reference: controls.length > 0 ? mean(controls) : undefined,
          title: outcome.title,
          axis: { labelExpr: outcome.labelExpr },
          format: ".3f",
          limits: [0, 2],
          first: index === 0,
          last: index === panels.length - 1,
        });
      }),
    };
  },
});

function selectRobustnessEstimates(
  summaries: readonly RobustnessSummary[],
  { summary: key }: RobustOutcome,
): AlphaEstimate[] {
  return summaries.flatMap((summary) => {
    const estimate = summary[key];
    return estimate ? [{ alpha: summary.alpha, ...estimate }] : [];
  });
}
