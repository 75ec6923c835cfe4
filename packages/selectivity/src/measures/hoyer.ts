/**
 * Hoyer's sparseness of a unit's class means: 1 for a unit that responds to one class, 0 for one that responds to all alike.
 *
 *     H = (√K − Σ|μ| / √(Σ μ²)) / (√K − 1)
 *
 * Undefined for a silent unit; in training such a unit counts as 0 and is pulled nowhere: ε² in both norms keeps the ratio at √K there.
 * Source: Hoyer 2004, Journal of Machine Learning Research 5.
 * @module
 */
import { scope, type Tensor } from "@selectivity-lab/torch";
import type { ClassMeans } from "../responses/class-means.js";
import { classMeansStatistic } from "../responses/class-means-statistic.js";
import type { TrainableMeasure } from "./measure.js";

/** ε², in activations squared. */
const GUARD = 1e-12;

/** Hoyer's sparseness over classes. */
export const hoyerMeasure: TrainableMeasure<ClassMeans> = {
  name: "hoyer",
  symbol: "H",
  title: "Hoyer sparseness",
  meaning: "How few of the classes a unit responds to, by the ratio of two norms of its class means.",
  source: "Hoyer 2004, Journal of Machine Learning Research 5",
  range: [0, 1],
  nonNegative: true,
  scaleInvariant: true,
  deadUnit: Number.NaN,
  statistic: classMeansStatistic,
  trainable: true,
  estimate: ({ means, classes }) =>
    scope(() => {
      const sum = means.abs().sum(0).square(); // [U]
      const squares = means.square().sum(0); // [U]
      if (typeof classes === "number") {
        const ratio = sum
          .add(classes * GUARD)
          .div(squares.add(GUARD))
          .sqrt();
        return ratio.sub(Math.sqrt(classes)).div(1 - Math.sqrt(classes));
      }
      const count = classes.to({ dtype: means.dtype });
      const ratio = sum.add(count.mul(GUARD)).div(squares.add(GUARD)).sqrt();
      return count.sqrt().sub(ratio).div(atLeastOneMore(count));
    }),
};

/** √K − 1; with one class, where the difference above is 0, a number that is not. */
function atLeastOneMore(count: Tensor): Tensor {
  return count.clamp({ min: 2 }).sqrt().sub(1);
}
