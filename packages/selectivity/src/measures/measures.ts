/**
 * The selectivity measures of the lab. To add one: a file next to this one, and a line here.
 *
 * @module
 */
import { aucMeasure } from "./auc.js";
import { dprimeMeasure } from "./dprime.js";
import { hoyerMeasure } from "./hoyer.js";
import { informationMeasure } from "./information.js";
import { informednessMeasure } from "./informedness.js";
import { localistMeasure } from "./localist.js";
import type { SelectivityMeasure } from "./measure.js";
import { monosemanticityMeasure } from "./monosemanticity.js";
import { precisionMeasure } from "./precision.js";
import { indexMeasure } from "./selectivity-index.js";
import { sparsenessMeasure } from "./sparseness.js";

/** All measures; the first is the default. */
export const SELECTIVITY_MEASURES: readonly [SelectivityMeasure, ...SelectivityMeasure[]] = [
  indexMeasure,
  sparsenessMeasure,
  hoyerMeasure,
  dprimeMeasure,
  aucMeasure,
  informednessMeasure,
  precisionMeasure,
  informationMeasure,
  localistMeasure,
  monosemanticityMeasure,
];
