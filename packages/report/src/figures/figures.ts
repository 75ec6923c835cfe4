/**
 * The figures there are. A new one is a file that exports a function from the sweep to a {@link Figure}, and a line here.
 *
 * @module
 */

import type { SweepHistory } from "@selectivity-lab/run";
import type { Figure } from "./contract/figure.js";
import { accuracyByAlpha } from "./sweep/accuracy-by-alpha.js";
import { accuracyBySelectivity } from "./sweep/accuracy-by-selectivity.js";
import { selectivityByAlpha } from "./sweep/selectivity-by-alpha.js";
import { selectivityByLayer } from "./sweep/selectivity-by-layer.js";
import { trainingCurves } from "./sweep/training-curves.js";

/** Every figure by its name, which is also that of its files; in the order of the report. */
export const figures: Readonly<Record<string, (sweep: SweepHistory) => Figure>> = {
  "accuracy-by-selectivity": accuracyBySelectivity,
  "accuracy-by-alpha": accuracyByAlpha,
  "selectivity-by-alpha": selectivityByAlpha,
  "selectivity-by-layer": selectivityByLayer,
  "training-curves": trainingCurves,
};
