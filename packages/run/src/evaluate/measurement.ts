/**
 * An evaluation as the document that is printed and stored.
 *
 * @module
 */
import type { Measurement } from "../records/measurement.js";
import type { Evaluation } from "./evaluation.js";

/** The document of an evaluation; see design.md's `measure --json`. */
export function createMeasurement({ accuracy, loss, images, selectivity }: Evaluation, split: string): Measurement {
  const { meanSelectivity, nullSelectivity, splitHalfSelectivity } = selectivity;
  const layers = selectivity.layers.map(({ name, units, meanSelectivity, selectivity, selectedClass, deadUnits }) => ({
    name,
    units,
    meanSelectivity,
    selectivity: [...selectivity],
    selectedClass: [...selectedClass],
    deadUnits,
  }));
  return { schema: 1, accuracy, loss, meanSelectivity, nullSelectivity, splitHalfSelectivity, layers, split, images };
}

/** The mean selectivity of every layer, under its metric name. */
export function layerMetrics({ layers }: Measurement): Record<`selectivity/${string}`, number> {
  return Object.fromEntries(layers.map(({ name, meanSelectivity }) => [`selectivity/${name}`, meanSelectivity]));
}
