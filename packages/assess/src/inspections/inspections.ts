/**
 * The list of inspections. A new one is a line here.
 *
 * @module
 */
import type { Inspection } from "../inspect/inspection.js";
import { cumulativeAblation } from "../lesions/cumulative-ablation.js";
import { unitAblation } from "../lesions/unit-ablation.js";

/** All inspections. */
const INSPECTIONS: readonly Inspection[] = [unitAblation, cumulativeAblation];

/** Finds an inspection by its name. @throws RangeError if there is none: names come from the lab itself. */
export function findInspection(name: string): Inspection {
  const found = INSPECTIONS.find((known) => known.name === name);
  if (!found) throw new RangeError(`there is no inspection "${name}"`);
  return found;
}
