/**
 * The figures about robustness, by name: those that have something to show.
 *
 * @module
 */
import type { Figure } from "../contract/figure.js";
import { attackCurves } from "./attack-curves.js";
import { corruptionHeatMap } from "./corruption-heat-map.js";
import type { RobustnessFigureData } from "./robust-networks.js";
import { robustnessByAlpha } from "./robustness-by-alpha.js";
import { robustnessBySelectivity } from "./robustness-by-selectivity.js";

/** Draws what was evaluated. */
export function robustnessFigures(data: RobustnessFigureData): Record<string, Figure> {
  const { corruptions, attacks } = data.robustness.run;
  return {
    "robustness-by-selectivity": robustnessBySelectivity(data),
    "robustness-by-alpha": robustnessByAlpha(data),
    ...(corruptions ? { "corruption-heat-map": corruptionHeatMap(data) } : {}),
    ...(attacks ? { "attack-curves": attackCurves(data) } : {}),
  };
}
