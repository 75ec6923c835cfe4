/**
 * The class selectivity index of a unit, from its mean activation for each class.
 *
 *     SI = (μ_max − μ_rest) / (μ_max + μ_rest + ε)
 *
 * μ_max: the unit's largest class mean; μ_rest: the mean of its other K − 1. With m = μ_max, r = μ_rest, D = (m + r + ε)²:
 *
 *     ∂SI/∂μ_favorite = (2r + ε) / D          ∂SI/∂μ_other = −(2m + ε) / (D · (K − 1))
 *
 * Classes that tie for the largest mean share the favorite's gradient evenly, so a unit that responds to all classes
 * alike, above all a dead one, is pulled nowhere, up to rounding (at ε = 1e-6 a favorite picked by chance would get
 * 1e6, where float32 leaves 0.1).
 * Source: science.md 1.3; Leavitt & Morcos 2020, arXiv:2003.01262.
 * @module
 */
import { ShapeError, scope, type Tensor } from "@selectivity-lab/torch";
import { type ClassMeans, largestMean, meanOfOthers } from "../responses/class-means.js";
import { classMeansStatistic } from "../responses/class-means-statistic.js";
import type { TrainableMeasure } from "./measure.js";

/** The ε of the index, in units of activation: it keeps a dead unit at 0 instead of NaN. */
export const SELECTIVITY_EPSILON = 1e-6;

/** The index with the favorite class already picked: negative where the others respond more. @param favorite `[U]`: its means. */
function contrastClasses(classMeans: ClassMeans, favorite: Tensor, epsilon: number): Tensor {
  return scope(() => {
    const rest = meanOfOthers(classMeans, favorite); // [U]
    return favorite.sub(rest).div(favorite.add(rest).add(epsilon)); // [U]
  });
}

/** The index as a measure. @param options.epsilon {@link SELECTIVITY_EPSILON} by default. */
export function createIndexMeasure({ epsilon = SELECTIVITY_EPSILON } = {}): TrainableMeasure<ClassMeans> {
  return {
    name: "index",
    symbol: "SI",
    title: "selectivity index",
    meaning: "How much more a unit responds to its favorite class than to the average of the others.",
    source: "science.md 1.3; Leavitt & Morcos 2020, arXiv:2003.01262",
    range: [0, 1],
    nonNegative: true,
    scaleInvariant: true,
    deadUnit: 0,
    statistic: classMeansStatistic,
    trainable: true,
    estimate: (classMeans) => scope(() => contrastClasses(classMeans, largestMean(classMeans), epsilon)),
    estimateAcross: ({ means }, judged) =>
      scope(() => contrastClasses(judged, judged.means.gather(0, means.argmax(0, true)).squeeze(0), epsilon)),
  };
}

/** The class selectivity index: the default measure. */
export const indexMeasure = createIndexMeasure();

/**
 * Class selectivity of every unit of a layer: how much more it responds to its favorite class than to the others.
 *
 * @param classMeans `[K, U]`, ≥ 0: mean of unit u over the images of class k; see {@link classConditionalMeans}.
 * @param options.epsilon in units of activation; {@link SELECTIVITY_EPSILON} by default.
 * @returns `[U]` in [0, 1], dtype and device of `classMeans`, differentiable, owned by the caller's scope.
 * 0: all classes alike, or dead; 1: one class only.
 * @throws {@link ShapeError} unless `classMeans` is `[K ≥ 2, U]`.
 * @example selectivityIndex(tensor([[4, 0], [1, 2], [1, 0]])).toArray() // [0.599…, 0.999…]; ε keeps both just below
 */
export function selectivityIndex(classMeans: Tensor, options: { readonly epsilon?: number } = {}): Tensor {
  const [classes = 0] = classMeans.shape;
  if (classMeans.shape.length !== 2 || classes < 2)
    throw new ShapeError(
      "selectivityIndex",
      "classMeans",
      "[K ≥ 2, U]",
      classMeans,
      "With one class there are no others.",
    );
  return createIndexMeasure(options).estimate({ means: classMeans, classes });
}
