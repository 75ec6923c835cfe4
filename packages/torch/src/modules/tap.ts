/**
 * Taps: how a model shows its hidden units while it computes.
 *
 * A tap is an argument of `forward`, not a hook left on a module: nothing has to be removed, also when a forward throws.
 *
 * @module
 */
import type { Tensor } from "../tensor/tensor.js";

/** Receives each layer of hidden units, in the order of computation. */
export interface Tap {
  /** Whether the layer is wanted; a model may skip work for one that is not. */
  wants(layer: string): boolean;
  /**
   * @param activation after the nonlinearity: `[N, C, H, W]` or `[N, U]`. It, and `unitMeans`, may be freed soon after: what is
   *   to live longer is adopted by a scope around the pass, see `currentScope`.
   * @param unitMeans `[N, C]`, where the model has the spatial means already.
   */
  record(layer: string, activation: Tensor, unitMeans?: Tensor): void;
}

/** A tap for a part of a model: prefixes the names of the part's layers. `record("", …)` records the part itself. */
export function within(tap: Tap | undefined, part: string): Tap | undefined {
  const full = (layer: string) => (layer === "" ? part : `${part}.${layer}`);
  return (
    tap && {
      wants: (layer) => tap.wants(full(layer)),
      record: (layer, activation, unitMeans) => tap.record(full(layer), activation, unitMeans),
    }
  );
}
