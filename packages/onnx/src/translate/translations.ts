/**
 * Every translation there is, by the name of the operator.
 *
 * @module
 */
import { elementwise } from "./elementwise.js";
import { linearAlgebra } from "./linear.js";
import { normalisations } from "./normalization.js";
import { reductions } from "./reductions.js";
import { shapes } from "./shapes.js";
import type { Translation } from "./translation.js";

/** A new operator is one entry in one of these files. */
export const translations: Readonly<Record<string, Translation>> = {
  ...linearAlgebra,
  ...normalisations,
  ...elementwise,
  ...reductions,
  ...shapes,
};
