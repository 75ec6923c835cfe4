/**
 * The list of figures, in the order of the report.
 *
 * @module
 */
import type { ReportData } from "../data/report-data.js";
import { ablationCurves } from "./ablation/ablation-curves.js";
import { damageByClass } from "./ablation/damage-by-class.js";
import { damageBySelectivity } from "./ablation/damage-by-selectivity.js";
import { drawFigure, type Figure, type FigureDefinition } from "./contract/figure.js";
import { attackCurves } from "./robustness/attack-curves.js";
import { corruptionHeatMap } from "./robustness/corruption-heat-map.js";
import { robustnessByAlpha } from "./robustness/robustness-by-alpha.js";
import { robustnessBySelectivity } from "./robustness/robustness-by-selectivity.js";
import { accuracyByAlpha } from "./sweep/accuracy-by-alpha.js";
import { accuracyBySelectivity } from "./sweep/accuracy-by-selectivity.js";
import { selectivityByAlpha } from "./sweep/selectivity-by-alpha.js";
import { selectivityByLayer } from "./sweep/selectivity-by-layer.js";
import { trainingCurves } from "./sweep/training-curves.js";

/** Every figure. */
export const figures: readonly FigureDefinition[] = [
  accuracyBySelectivity,
  accuracyByAlpha,
  selectivityByAlpha,
  selectivityByLayer,
  trainingCurves,
  robustnessBySelectivity,
  robustnessByAlpha,
  corruptionHeatMap,
  attackCurves,
  damageBySelectivity,
  damageByClass,
  ablationCurves,
];

/** A drawn figure, and the name of its files. */
export interface DrawnFigure {
  readonly name: string;
  readonly figure: Figure;
}

/** Draws every figure that applies to the data. */
export function drawFigures(data: ReportData): DrawnFigure[] {
  return figures
    .filter((definition) => definition.applies(data))
    .map((definition) => ({ name: definition.name, figure: drawFigure(definition, data) }));
}
