/**
 * The central figure: test accuracy of networks against how selective their units are.
 *
 * One point per network. Where accuracy falls towards high selectivity, encouraging selectivity hurts; where it stays level
 * towards low selectivity, discouraging it is free. The second panel shows the moderate alphas on axes of their own.
 * @module
 */
import { formatCount } from "@selectivity-lab/base";
import type { ReportData } from "../../data/report-data.js";
import { PERCENT_LABEL } from "../contract/alpha-scale.js";
import type { FigureDefinition, View } from "../contract/figure.js";
import { describeControl, describeNetworks } from "../panels/captions.js";
import { createNetworkPoint, describeCrosses, type NetworkPoint } from "../panels/networks.js";
import { drawSelectivityScatter } from "../panels/selectivity-scatter.js";

/** The largest |alpha| that counts as moderate. */
const MODERATE = 2;

/** Test accuracy against mean class selectivity. */
export const accuracyBySelectivity: FigureDefinition = {
  name: "accuracy-by-selectivity",
  title: "Test accuracy against class selectivity",
  applies: () => true,
  compose(data) {
    const networks = data.measured.map(createNetworkPoint);
    return {
      caption: [
        `One point per network: ${describeNetworks(data)}. Both axes are measured on the test split.`,
        describeControl(data),
        ...describeCrosses(networks),
      ],
      description: `Scatter plot of test accuracy against mean class selectivity; ${formatCount(networks.length, "network")}, colored by alpha.`,
      direction: "row",
      views: choosePanels(networks).map((panel) => drawPanel(data, panel)),
    };
  },
};

interface Panel {
  readonly title: string;
  readonly networks: readonly NetworkPoint[];
  /** Whether the axes are fitted to the points instead of starting at zero selectivity. */
  readonly zoomed: boolean;
}

function choosePanels(networks: readonly NetworkPoint[]): Panel[] {
  if (networks.length === 0) return [];
  const moderate = networks.filter(({ alpha }) => Math.abs(alpha) <= MODERATE);
  const all = { title: "All alphas", networks, zoomed: false };
  if (moderate.length < 2 || moderate.length === networks.length) return [all];
  return [all, { title: `Moderate alphas, −${MODERATE} to +${MODERATE}`, networks: moderate, zoomed: true }];
}

function drawPanel({ alphas, control }: ReportData, { title, networks, zoomed }: Panel): View {
  return drawSelectivityScatter({
    alphas,
    title,
    networks: networks.map((network) => ({ ...network, value: network.accuracy })),
    outcome: "test accuracy",
    labelExpr: PERCENT_LABEL,
    reference: control?.accuracy?.mean,
    zoomed,
    picks: !zoomed,
  });
}
