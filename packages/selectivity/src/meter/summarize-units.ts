/**
 * From the measure of every unit to layers and the network.
 *
 * @module
 */

import { mean } from "@selectivity-lab/statistics";
import type { LayerSpan } from "../taps/joined-layers.js";
import type { UnitValues } from "./measure-units.js";
import type { MeanSelectivity, MeasuredLayer, MeasuredNetwork } from "./network-selectivity.js";

/** What the summary depends on in addition to the values. */
export interface UnitsToSummarize {
  readonly spans: readonly LayerSpan[];
  /** `[ΣU]`: −1 for a dead unit. */
  readonly selectedClass: readonly number[];
  /** `[ΣU]`: whether all responses are. A value of NaN is undefined where they are, and otherwise broken: then the mean is NaN too. */
  readonly finite: readonly boolean[];
}

/** The values of a layer's units that count in its mean. */
type Counted = Readonly<Record<"value" | "shuffled" | "splitHalf" | "live", readonly number[]>>;

/** Averages units within layers, then layers. Undefined values are left out. */
export function summarizeUnits(values: UnitValues, { spans, ...units }: UnitsToSummarize): MeasuredNetwork {
  const counted = spans.map((span) => countValues(span, values, units));
  const layers = spans.map((span, i) => summarizeLayer(span, values, units.selectedClass, counted[i] as Counted));
  return { ...averageLayers(layers, counted), layers };
}

function countValues(
  { start, units }: LayerSpan,
  values: UnitValues,
  { selectedClass, finite }: Omit<UnitsToSummarize, "spans">,
): Counted {
  const count = (all: readonly number[], wanted = (_unit: number) => true) =>
    all
      .slice(start, start + units)
      .filter((value, i) => wanted(start + i) && !(Number.isNaN(value) && finite[start + i]));
  return {
    value: count(values.value),
    shuffled: count(values.shuffled),
    splitHalf: count(values.splitHalf),
    live: count(values.value, (unit) => selectedClass[unit] !== -1),
  };
}

function summarizeLayer(
  { name, start, units }: LayerSpan,
  { value }: UnitValues,
  selectedClass: readonly number[],
  counted: Counted,
): MeasuredLayer {
  const deadUnits = selectedClass.slice(start, start + units).filter((label) => label === -1).length;
  return {
    name,
    units,
    meanSelectivity: mean(counted.value),
    nullSelectivity: mean(counted.shuffled),
    splitHalfSelectivity: mean(counted.splitHalf),
    liveSelectivity: mean(counted.live),
    deadUnits,
    undefinedUnits: units - deadUnits - counted.live.length,
    selectivity: value.slice(start, start + units),
  };
}

/** Every layer has the same weight, however many units it has; layers without any value that counts are left out. */
function averageLayers(layers: readonly MeasuredLayer[], counted: readonly Counted[]): MeanSelectivity {
  const over = (key: keyof Counted) =>
    mean(
      counted
        .map((values) => values[key])
        .filter((values) => values.length > 0)
        .map(mean),
    );
  const sum = (key: "deadUnits" | "undefinedUnits") => layers.reduce((total, layer) => total + layer[key], 0);
  return {
    meanSelectivity: over("value"),
    nullSelectivity: over("shuffled"),
    splitHalfSelectivity: over("splitHalf"),
    liveSelectivity: over("live"),
    deadUnits: sum("deadUnits"),
    undefinedUnits: sum("undefinedUnits"),
  };
}
