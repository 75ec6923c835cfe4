/**
 * Taps: how a model shows its hidden units while it computes, and how it goes on with changed ones.
 *
 *     const hidden = showUnits(tap, "relu", this.conv.forward(images).relu());
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
  /**
   * The activation with which the model goes on, in place of a layer's own: with units removed, say. Absent: its own.
   *
   * A tap may look at many changes of the same images in one pass: what it returns may have another number of rows than the images,
   * each row made from one of them. The layers before are then computed once for all. Where later layers also read what was computed
   * before the change, such as a shortcut, see {@link Tap.follow}.
   *
   * @returns the activation itself, or a new tensor with the same shape but for the number of rows.
   */
  replace?(layer: string, activation: Tensor): Tensor;
  /**
   * What a tensor computed beside the replaced activation becomes: row for row of the same images. Itself, if it has these rows already, or
   * nothing was replaced yet.
   *
   * @param beside `[N, …]` of the images, or of the rows.
   */
  follow?(beside: Tensor): Tensor;
}

/**
 * Shows a layer of hidden units to a tap.
 *
 * @param activation after the nonlinearity, `[N, C, H, W]` or `[N, U]`.
 * @param unitMeans `[N, C]`, where the model has the spatial means already.
 * @returns the activation with which the model goes on.
 */
export function showUnits(tap: Tap | undefined, layer: string, activation: Tensor, unitMeans?: Tensor): Tensor {
  tap?.record(layer, activation, unitMeans);
  return tap?.replace?.(layer, activation) ?? activation;
}

/** A tap for a part of a model: prefixes the names of the part's layers. `record("", …)` records the part itself. */
export function within(tap: Tap | undefined, part: string): Tap | undefined {
  const full = (layer: string) => (layer === "" ? part : `${part}.${layer}`);
  return (
    tap && {
      wants: (layer) => tap.wants(full(layer)),
      record: (layer, activation, unitMeans) => tap.record(full(layer), activation, unitMeans),
      replace: (layer, activation) => tap.replace?.(full(layer), activation) ?? activation,
      follow: (beside) => tap.follow?.(beside) ?? beside,
    }
  );
}
