/**
 * Robustness of networks against how selective their units are. One point per network.
 *
 * @module
 */
import { describeNetworks } from "../panels/captions.js";
import { describeCrosses } from "../panels/networks.js";
import { drawSelectivityScatter } from "../panels/selectivity-scatter.js";
import { defineRobustnessFigure } from "./define-robustness-figure.js";
import { matchOutcomes } from "./match-networks.js";

/** Corrupted and attacked accuracy against mean class selectivity. */
export const robustnessBySelectivity = defineRobustnessFigure({
  name: "robustness-by-selectivity",
  title: "Robustness against class selectivity",
  compose: (data) => ({
    caption: [
      `One point per network: ${describeNetworks(data)}. Selectivity is measured on clean test images.`,
      "Corrupted accuracy and area under attack both depend on clean accuracy; the statements of the report hold it fixed.",
      ...describeCrosses(matchOutcomes(data).flatMap(({ networks }) => networks)),
    ],
    description:
      "Scatter plots of corrupted accuracy, its share of clean accuracy, and the area under attack against mean class selectivity.",
    direction: "row",
    views: matchOutcomes(data).map(({ outcome, networks }, index) =>
      drawSelectivityScatter({
        ...{ alphas: data.alphas, networks, title: outcome.heading, outcome: outcome.title },
        ...{ labelExpr: outcome.labelExpr, reference: undefined, zoomed: false, picks: index === 0, width: 210 },
      }),
    ),
  }),
});
