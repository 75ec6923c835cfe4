/**
 * The second main figure: what networks stand, against how selective their units are. One point a network.
 *
 * @module
 */

import { type Figure, figure } from "../contract/figure.js";
import { describeNetworks } from "../panels/captions.js";
import { drawSelectivityScatter } from "../panels/selectivity-scatter.js";
import { OUTCOMES } from "./outcomes.js";
import { networksWith, type RobustnessFigureData } from "./robust-networks.js";

/** Draws corrupted and attacked accuracy against mean class selectivity. */
export function robustnessBySelectivity(data: RobustnessFigureData): Figure {
  const panels = OUTCOMES.map((outcome) => ({ outcome, networks: networksWith(data, outcome.of) })).filter(
    ({ networks }) => networks.length > 0,
  );
  return figure(data.table, {
    title: "Robustness against class selectivity",
    caption: [
      `One point a network: ${describeNetworks(data.table)}. Selectivity is measured on clean test images.`,
      "Corrupted accuracy and area under attack both contain clean accuracy: the statements of the report hold it fixed.",
    ],
    description:
      "Scatter plots of corrupted accuracy, its share of clean accuracy, and the area under attack against mean class selectivity.",
    direction: "row",
    views: panels.map(({ outcome, networks }, index) =>
      drawSelectivityScatter(data.table, {
        ...{ title: outcome.heading, networks, outcome: outcome.title, labelExpr: outcome.labelExpr },
        ...{ reference: undefined, zoomed: false, picks: index === 0, width: 210 },
      }),
    ),
  });
}
