/**
 * Every layer has the same weight, however many units it has.
 *
 * @module
 */
import type { LayerSpan } from "../taps/joined-layers.js";

/** `[ΣU]`: the weight of each unit in the mean over layers of the means over units, 1 / (L · U_l). */
export function layerWeights(spans: readonly LayerSpan[], units: number): Float64Array {
  const weights = new Float64Array(units);
  for (const span of spans) weights.fill(1 / (spans.length * span.units), span.start, span.start + span.units);
  return weights;
}
