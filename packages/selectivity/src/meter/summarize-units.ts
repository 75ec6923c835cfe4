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
  /** The measure's value of a dead unit; NaN: dead units are left out of means. */
  readonly deadUnit: number;
}

/** Averages units within layers, then layers. */
export function summarizeUnits(values: UnitValues, { spans, ...units }: UnitsToSummarize): MeasuredNetwork {
  const layers = spans.map((span) => summarizeLayer(span, values, units));
  return { ...averageLayers(layers), layers };
}

function summarizeLayer(
  { name, start, units }: LayerSpan,
  values: UnitValues,
  { selectedClass, deadUnit }: Omit<UnitsToSummarize, "spans">,
): MeasuredLayer {
  const own = (all: readonly number[]) => all.slice(start, start + units);
  const selected = own(selectedClass);
  const live = (all: readonly number[]) => own(all).filter((_, unit) => selected[unit] !== -1);
  const counted = Number.isNaN(deadUnit) ? live : own;
  return {
    name,
    units,
    meanSelectivity: mean(counted(values.value)),
    nullSelectivity: mean(counted(values.shuffled)),
    splitHalfSelectivity: mean(counted(values.splitHalf)),
    liveSelectivity: mean(live(values.value)),
    deadUnits: selected.filter((label) => label === -1).length,
    selectivity: own(values.value),
  };
}

/** Every layer has the same weight, however many units it has; layers without any live unit are left out of `liveSelectivity`. */
function averageLayers(layers: readonly MeasuredLayer[]): MeanSelectivity {
  const over = (value: (layer: MeasuredLayer) => number) => mean(layers.map(value));
  const live = layers.filter(({ deadUnits, units }) => deadUnits < units);
  return {
    meanSelectivity: over((layer) => layer.meanSelectivity),
    nullSelectivity: over((layer) => layer.nullSelectivity),
    splitHalfSelectivity: over((layer) => layer.splitHalfSelectivity),
    liveSelectivity: mean(live.map((layer) => layer.liveSelectivity)),
    deadUnits: layers.reduce((sum, layer) => sum + layer.deadUnits, 0),
  };
}
