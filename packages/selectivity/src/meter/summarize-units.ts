/**
 * From class means under every labelling to selectivity by unit, layer and network.
 * @module
 */

import { mean } from "@selectivity-lab/statistics";
import { scope, type Tensor, tensor } from "@selectivity-lab/torch";
import { contrastClasses, selectivityIndex } from "../measures/selectivity-index.js";
import type { LayerSpan } from "../taps/joined-layers.js";
import type { PerLabelling } from "./labellings.js";
import type { LayerSelectivity, MeanSelectivity } from "./network-selectivity.js";

/** Class means of all layers under one labelling. */
export interface LabellingMeans {
  /** `[K, ΣU]`, float64. */
  readonly means: Tensor;
  /** Classes that have images, ascending; the other rows are NaN. */
  readonly present: readonly number[];
}

/** All that a measurement says of units, layers and network. */
export function summarizeUnits(
  spans: readonly LayerSpan[],
  labellings: PerLabelling<LabellingMeans>,
  epsilon: number,
): MeanSelectivity & { layers: LayerSelectivity[] } {
  const [truth] = labellings;
  const units = byUnit(labellings, epsilon);
  const layers = spans.map((span) => layerSelectivity(span, units, truth.means));
  return { ...networkMeans(layers), layers };
}

/** Each `[ΣU]`. */
interface UnitSelectivity {
  readonly selectivity: readonly number[];
  readonly selectedClass: readonly number[];
  readonly shuffled: readonly number[];
  readonly splitHalf: readonly number[];
}

function byUnit([truth, first, second, ...shuffled]: PerLabelling<LabellingMeans>, epsilon: number): UnitSelectivity {
  const index = (labelling: LabellingMeans) =>
    numbers(selectivityIndex(rows(labelling), { epsilon })).map((value) => Math.max(0, value)); // −1e-17 by rounding
  const both = second.present; // the second half never has a class that the first has not
  const [a, b] = [rows(first, both), rows(second, both)];
  const directions = both.length < 2 ? [] : [crossed(a, b, epsilon), crossed(b, a, epsilon)];
  const selectivity = index(truth);
  return {
    selectivity,
    selectedClass: favourites(truth),
    shuffled: averaged(shuffled.map(index), selectivity.length),
    splitHalf: averaged(directions, selectivity.length),
  };
}

/** The rows of some classes, `[K', ΣU]`. */
function rows({ means, present }: LabellingMeans, classes = present): Tensor {
  return means.indexSelect(0, tensor(Int32Array.from(classes)));
}

/** `[ΣU]`: the class of each unit's largest mean, −1 where that is 0. */
function favourites(truth: LabellingMeans): number[] {
  const means = rows(truth); // [K', ΣU]
  const largest = numbers(means.amax(0));
  return numbers(means.argmax(0)).map((row, unit) => (largest[unit] === 0 ? -1 : (truth.present[row] as number)));
}

/** Each unit's index for its favourite class, which `picked` decides and `judged` is asked about; `[ΣU]`. */
function crossed(picked: Tensor, judged: Tensor, epsilon: number): number[] {
  return numbers(scope(() => contrastClasses(judged, judged.gather(0, picked.argmax(0, true)).squeeze(0), epsilon)));
}

function averaged(vectors: readonly (readonly number[])[], length: number): number[] {
  return Array.from({ length }, (_, i) => mean(vectors.map((vector) => vector[i] as number)));
}

function layerSelectivity(
  { name, start, units }: LayerSpan,
  all: UnitSelectivity,
  classMeans: Tensor,
): LayerSelectivity {
  const own = (values: readonly number[]) => values.slice(start, start + units);
  const selectivity = own(all.selectivity);
  const selectedClass = own(all.selectedClass);
  const live = selectivity.filter((_, unit) => selectedClass[unit] !== -1);
  return {
    name,
    units,
    meanSelectivity: mean(selectivity),
    nullSelectivity: mean(own(all.shuffled)),
    splitHalfSelectivity: mean(own(all.splitHalf)),
    liveSelectivity: mean(live),
    deadUnits: units - live.length,
    selectivity,
    selectedClass,
    classMeans: classMeans.narrow(1, start, units).clone(), // not a view, which would hold all layers
  };
}

/** Layers count alike, however many units they have. */
function networkMeans(layers: readonly LayerSelectivity[]): MeanSelectivity {
  const over = (value: (layer: LayerSelectivity) => number) => mean(layers.map(value));
  const live = layers.filter(({ deadUnits, units }) => deadUnits < units);
  return {
    meanSelectivity: over((layer) => layer.meanSelectivity),
    nullSelectivity: over((layer) => layer.nullSelectivity),
    splitHalfSelectivity: over((layer) => layer.splitHalfSelectivity),
    liveSelectivity: mean(live.map((layer) => layer.liveSelectivity)),
    deadUnits: layers.reduce((sum, layer) => sum + layer.deadUnits, 0),
  };
}

function numbers(values: Tensor): number[] {
  return Array.from(values.toTypedArray() as ArrayLike<number | bigint>, Number);
}
