/**
 * An evaluation as the document that is printed and stored.
 *
 * @module
 */
import type { LayerSelectivity } from "@selectivity-lab/selectivity";
import type { LayerMeasurement, Measurement } from "../records/measurement.js";
import type { Evaluation } from "./evaluation.js";

/** The document of an evaluation: what `measure --json` prints. */
export function createMeasurement({ accuracy, loss, images, selectivity }: Evaluation, split: string): Measurement {
  const { meanSelectivity, nullSelectivity, splitHalfSelectivity, liveSelectivity } = selectivity;
  const means = { meanSelectivity, nullSelectivity, splitHalfSelectivity, liveSelectivity };
  return { schema: 1, accuracy, loss, ...means, layers: selectivity.layers.map(describeLayer), split, images };
}

function describeLayer(layer: LayerSelectivity): LayerMeasurement {
  const { name, units, meanSelectivity, liveSelectivity, selectivity, selectedClass, deadUnits } = layer;
  const perUnit = { selectivity: [...selectivity], selectedClass: [...selectedClass] };
  return { name, units, meanSelectivity, ...perUnit, deadUnits, liveSelectivity };
}

/** The mean selectivity of every layer, under its metric name. */
export function layerMetrics({ layers }: Measurement): Record<`selectivity/${string}`, number> {
  return Object.fromEntries(layers.map(({ name, meanSelectivity }) => [`selectivity/${name}`, meanSelectivity]));
}
