/**
 * From networks to one observation per alpha.
 *
 * @module
 */
import { mean } from "@selectivity-lab/statistics";
import type { AlphaPoint } from "./fit-alphas.js";

/** One network. */
export interface NetworkPoint extends AlphaPoint {
  readonly seed: number;
}

/** The means over the networks of each alpha, by alpha, ascending. */
export function averageByAlpha(networks: readonly NetworkPoint[]): AlphaPoint[] {
  const alphas = [...new Set(networks.map(({ alpha }) => alpha))].sort((a, b) => a - b);
  return alphas.map((alpha) => {
    const own = networks.filter((network) => network.alpha === alpha);
    const average = (key: "clean" | "robust" | "selectivity") => mean(own.map((network) => network[key]));
    const live = own.flatMap(({ liveSelectivity }) => liveSelectivity ?? []);
    return {
      ...{ alpha, clean: average("clean"), robust: average("robust"), selectivity: average("selectivity") },
      liveSelectivity: live.length === own.length ? mean(live) : null,
    };
  });
}
