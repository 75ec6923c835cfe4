/**
 * The class selectivity index of a unit, from its mean activation for each class.
 *
 *     SI = (μ_max − μ_rest) / (μ_max + μ_rest + ε)
 *
 * μ_max: the unit's largest class mean; μ_rest: the mean of its other K − 1. With m = μ_max, r = μ_rest, D = (m + r + ε)²:
 *
 *     ∂SI/∂μ_favourite = (2r + ε) / D          ∂SI/∂μ_other = −(2m + ε) / (D · (K − 1))
 *
 * Classes that tie for the largest mean share the favourite's gradient evenly, so a unit that answers alike to all
 * classes, a silent one above all, is pulled nowhere but by rounding (at ε = 1e-6 a favourite picked by chance would get
 * 1e6, where float32 leaves 0.1).
 * Source: science.md 1.3; Leavitt & Morcos 2020, arXiv:2003.01262.
 * @module
 */
import { ShapeError, scope, type Tensor } from "@selectivity-lab/torch";

/** The ε of the index, in units of activation: it keeps a silent unit at 0 instead of NaN. */
export const SELECTIVITY_EPSILON = 1e-6;

/**
 * Class selectivity of every unit of a layer: how much more it answers to its favourite class than to the others.
 *
 * @param classMeans `[K, U]`, ≥ 0: mean of unit u over the images of class k; see {@link classConditionalMeans}.
 * @param options.epsilon in units of activation; {@link SELECTIVITY_EPSILON} by default.
 * @returns `[U]` in [0, 1], dtype and device of `classMeans`, differentiable, owned by the caller's scope.
 * 0: all classes alike, or silent; 1: one class only.
 * @throws {@link ShapeError} unless `classMeans` is `[K ≥ 2, U]`.
 * @example selectivityIndex(tensor([[4, 0], [1, 2], [1, 0]])).toArray() // [0.599…, 0.999…]; ε keeps both just below
 */
export function selectivityIndex(classMeans: Tensor, { epsilon = SELECTIVITY_EPSILON } = {}): Tensor {
  const [classes = 0] = classMeans.shape;
  if (classMeans.shape.length !== 2 || classes < 2)
    throw new ShapeError(
      "selectivityIndex",
      "classMeans",
      "[K ≥ 2, U]",
      classMeans,
      "With one class there are no others.",
    );
  return scope(() => contrastClasses(classMeans, classMeans.amax(0), epsilon)); // amax shares gradients among ties, max does not
}

/**
 * The index with the favourite class already picked: (favourite − rest) / (favourite + rest + ε), negative where the
 * rest answers more.
 *
 * @param classMeans `[K ≥ 2, U]`.
 * @param favourite `[U]`: each unit's mean for its favourite class.
 */
export function contrastClasses(classMeans: Tensor, favourite: Tensor, epsilon: number): Tensor {
  const [classes = 0] = classMeans.shape;
  return scope(() => {
    const rest = classMeans
      .sum(0)
      .sub(favourite)
      .div(classes - 1); // [U]
    return favourite.sub(rest).div(favourite.add(rest).add(epsilon)); // [U]
  });
}
