/**
 * An evaluation as the document that is printed and stored.
 *
 * @module
 */
import type { LayerSelectivity, MeasuredNetwork } from "@selectivity-lab/selectivity";
import type { LayerMeasurement, Measurement, NetworkMeasure } from "../records/measurement.js";
import type { Evaluation } from "./evaluation.js";

/** The document of an evaluation: what `measure --json` prints. */
export function createMeasurement({ accuracy, loss, images, selectivity }: Evaluation, split: string): Measurement {
  const { meanSelectivity, nullSelectivity, splitHalfSelectivity, liveSelectivity } = selectivity;
  const means = { meanSelectivity, nullSelectivity, splitHalfSelectivity, liveSelectivity };
  const layers = selectivity.layers.map(describeLayer);
  return { schema: 1, accuracy, loss, ...means, layers, ...describeMeasures(selectivity.measures), split, images };
}

/** Nothing where there is one measure: the document's own numbers are those of the index. */
function describeMeasures(measures: Readonly<Record<string, MeasuredNetwork>>): Pick<Measurement, "measures"> {
  const named = Object.entries(measures);
  if (named.length === 1) return {};
  return { measures: Object.fromEntries(named.map(([name, network]) => [name, describeMeasure(network)])) };
}

function describeMeasure(network: MeasuredNetwork): NetworkMeasure {
  const layers = network.layers.map(({ name, meanSelectivity, selectivity, undefinedUnits }) => ({
    ...{ name, mean: meanSelectivity, values: [...selectivity], undefinedUnits },
  }));
  const { meanSelectivity, nullSelectivity, splitHalfSelectivity, liveSelectivity } = network;
  return {
    mean: meanSelectivity,
    null: nullSelectivity,
    splitHalf: splitHalfSelectivity,
    live: liveSelectivity,
    layers,
  };
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
