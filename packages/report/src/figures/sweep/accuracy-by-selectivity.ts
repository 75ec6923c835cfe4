/**
 * The figure that the project is about: what networks can do, against how selective their units are.
 *
 * One point a network. Where the cloud falls off towards high selectivity, encouraging it hurts; where it stays level
 * towards low selectivity, discouraging it is free. The second panel shows the moderate alphas on axes of their own.
 * @module
 */

import { formatCount } from "@selectivity-lab/base";
import { findControl, measuredRows, type SweepTable, summarize } from "@selectivity-lab/run";
import { PERCENT_LABEL } from "../contract/alpha-scale.js";
import { type Figure, figure, type View } from "../contract/figure.js";
import { controlCaption, describeNetworks } from "../panels/captions.js";
import { createNetworkPoint, type Network } from "../panels/networks.js";
import { drawSelectivityScatter } from "../panels/selectivity-scatter.js";

/** The strongest knob that still counts as moderate. */
const MODERATE = 2;

/** Draws test accuracy against mean class selectivity. */
export function accuracyBySelectivity(table: SweepTable): Figure {
  const summaries = summarize(table);
  const networks = measuredRows(table).map(createNetworkPoint);
  return figure(table, {
    title: "Test accuracy against class selectivity",
    caption: [
      `One point a network: ${describeNetworks(table)}. Both are measured on the test split.`,
      controlCaption(summaries),
    ],
    description: `Scatter plot of test accuracy against mean class selectivity; ${formatCount(networks.length, "network")}, coloured by alpha.`,
    direction: "row",
    views: panelsOf(networks).map((panel) => scatter(table, panel, findControl(summaries)?.accuracy?.mean)),
  });
}

interface Panel {
  readonly title: string;
  readonly networks: readonly Network[];
  /** Axes fitted to the points, instead of starting at no selectivity. */
  readonly zoomed: boolean;
}

function panelsOf(networks: readonly Network[]): Panel[] {
  if (networks.length === 0) return [];
  const moderate = networks.filter(({ alpha }) => Math.abs(alpha) <= MODERATE);
  const all = { title: "All alphas", networks, zoomed: false };
  if (moderate.length < 2 || moderate.length === networks.length) return [all];
  return [all, { title: `Moderate alphas, −${MODERATE} to +${MODERATE}`, networks: moderate, zoomed: true }];
}

function scatter(table: SweepTable, { title, networks, zoomed }: Panel, control: number | undefined): View {
  return drawSelectivityScatter(table, {
    title,
    networks: networks.map((network) => ({ ...network, value: network.accuracy })),
    outcome: "test accuracy",
    labelExpr: PERCENT_LABEL,
    reference: control,
    zoomed,
    picks: !zoomed,
  });
}
