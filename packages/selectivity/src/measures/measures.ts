/**
 * The selectivity measures of the lab. To add one: a file next to this one, and a line here.
 *
 * @module
 */
import type { SelectivityMeasure } from "./measure.js";
import { indexMeasure } from "./selectivity-index.js";

/** All measures; the first is the default. */
export const SELECTIVITY_MEASURES: readonly [SelectivityMeasure, ...SelectivityMeasure[]] = [indexMeasure];
