/**
 * The selectivity measures of the lab. To add one: a file next to this one, and a line here.
 *
 * @module
 */
import { findNearest } from "@selectivity-lab/base";
import { SelectivityError } from "../error.js";
import { aucMeasure } from "./auc.js";
import { dprimeMeasure } from "./dprime.js";
import { hoyerMeasure } from "./hoyer.js";
import { informationMeasure } from "./information.js";
import { informednessMeasure } from "./informedness.js";
import { localistMeasure } from "./localist.js";
import { isTrainable, type SelectivityMeasure, type TrainableMeasure } from "./measure.js";
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

/** The names of all measures. */
export const measureNames: readonly string[] = SELECTIVITY_MEASURES.map(({ name }) => name);

/** The names of the measures that the knob can train on. */
export const trainableMeasureNames: readonly string[] = SELECTIVITY_MEASURES.filter(isTrainable).map(
  ({ name }) => name,
);

/** Finds a measure by its name. @throws {@link SelectivityError} if there is none. */
export function findMeasure(name: string): SelectivityMeasure {
  const measure = SELECTIVITY_MEASURES.find((known) => known.name === name);
  if (measure) return measure;
  const meant = findNearest(name, measureNames);
  throw new SelectivityError("unknown-measure", {
    problem: `There is no selectivity measure "${name}".${meant ? ` Did you mean "${meant}"?` : ""}`,
    remedy: `choose from ${measureNames.join(", ")}`,
  });
}

/** Finds a measure that the knob can train on. @throws {@link SelectivityError} if there is none of this name, or it cannot be trained on. */
export function findTrainableMeasure(name: string): TrainableMeasure {
  const measure = findMeasure(name);
  if (isTrainable(measure)) return measure;
  throw new SelectivityError("not-trainable", {
    problem: `The ${measure.title} is computed from ranks or counts, which have no gradient: the knob cannot train on "${name}".`,
    remedy: `choose from ${trainableMeasureNames.join(", ")}`,
  });
}

/**
 * Several measures in the order of the list, each once. The index is always among them: documents and tables rest on it.
 *
 * @param names or `all`.
 * @throws {@link SelectivityError} for a name that there is not.
 */
export function selectMeasures(
  names: "all" | readonly string[],
): readonly [SelectivityMeasure, ...SelectivityMeasure[]] {
  if (names === "all") return SELECTIVITY_MEASURES;
  const wanted = new Set<SelectivityMeasure>(names.map(findMeasure));
  return [indexMeasure, ...SELECTIVITY_MEASURES.filter((measure) => measure !== indexMeasure && wanted.has(measure))];
}
