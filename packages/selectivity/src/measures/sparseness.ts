/**
 * The sparseness of a unit's class means after Treves and Rolls: 1 for a unit that responds to one class, 0 for one that responds to all alike.
 *
 *     S = (1 − a) / (1 − 1/K),   a = (Σ μ / K)² / (Σ μ² / K)        equal to   K / (K − 1) · Σ (μ − μ̄)² / Σ μ²
 *
 * Unlike the index it looks at all classes: a unit for half of the classes has S about 1/2. Undefined for a silent unit; in training
 * such a unit counts as 0 and is pulled nowhere.
 * Source: Rolls & Tovee 1995; Vinje & Gallant 2000 (the form from 0 to 1).
 * @module
 */
import { scope } from "@selectivity-lab/torch";
import { type ClassMeans, countOthers, distancesToMean } from "../responses/class-means.js";
import { classMeansStatistic } from "../responses/class-means-statistic.js";
import type { TrainableMeasure } from "./measure.js";

/** In activations squared. */
const GUARD = 1e-12;

/** Treves-Rolls sparseness over classes. */
export const sparsenessMeasure: TrainableMeasure<ClassMeans> = {
  name: "sparseness",
  symbol: "S",
  title: "Treves-Rolls sparseness",
  meaning: "How few of the classes a unit responds to.",
  source: "Rolls & Tovee 1995; Vinje & Gallant 2000",
  range: [0, 1],
  nonNegative: true,
  scaleInvariant: true,
  deadUnit: Number.NaN,
  statistic: classMeansStatistic,
  trainable: true,
  estimate: (classMeans) =>
    scope(() => {
      const { means, classes } = classMeans;
      const spread = distancesToMean(classMeans).square().sum(0); // [U]
      return spread.div(means.square().sum(0).add(GUARD)).mul(classes).div(countOthers(classes));
    }),
};
