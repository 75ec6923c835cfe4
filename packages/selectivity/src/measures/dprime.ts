/**
 * The sensitivity index d′ of a unit for the class that stands out most from all other images.
 *
 *     d′ = max over classes c of  (μ_c − μ_rest) / √( (σ²_c + σ²_rest) / 2 )
 *
 * Means and variances over images, `rest` being all images of other classes; ε keeps a unit without any variance finite. Unlike the index it
 * asks whether single images can be told apart, is defined for negative responses too, and has no upper bound.
 * Source: Green & Swets 1966; the form with two variances: Simpson & Fitter 1973.
 * @module
 */
import { scope, type Tensor } from "@selectivity-lab/torch";
import { largestOfClasses } from "../responses/class-means.js";
import { type ClassMoments, momentsOfOthers } from "../responses/class-moments.js";
import { classMomentsStatistic } from "../responses/class-moments-statistic.js";
import type { TrainableMeasure } from "./measure.js";

/** ε², in activations squared. */
const GUARD = 1e-12;

/** `[K, U]`: d′ of each class against all other images. */
function compareClasses(moments: ClassMoments): Tensor {
  return scope(() => {
    const rest = momentsOfOthers(moments);
    const spread = moments.variances.add(rest.variances).div(2).add(GUARD).sqrt();
    return moments.means.sub(rest.means).div(spread);
  });
}

/** d′, the largest over classes. */
export const dprimeMeasure: TrainableMeasure<ClassMoments> = {
  name: "dprime",
  symbol: "d′",
  title: "sensitivity d′",
  meaning: "How far a unit's responses to its best class lie from those to all other images, in standard deviations.",
  source: "Green & Swets 1966; Simpson & Fitter 1973",
  range: [0, Number.POSITIVE_INFINITY],
  nonNegative: false,
  scaleInvariant: true,
  deadUnit: 0,
  statistic: classMomentsStatistic,
  trainable: true,
  estimate: (moments) => scope(() => largestOfClasses(compareClasses(moments), moments.absent)),
  estimateAcross: (picked, judged) =>
    scope(() => compareClasses(judged).gather(0, compareClasses(picked).argmax(0, true)).squeeze(0)),
};
