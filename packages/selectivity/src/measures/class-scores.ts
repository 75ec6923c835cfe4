/**
 * Measures that rank the images of a unit, score each class by where its images lie, and take the best class.
 *
 * @module
 */
import { type Tensor, tensor } from "@selectivity-lab/torch";
import { type RankedResponses, rankedResponsesStatistic, type UnitOrder } from "../responses/ranked-responses.js";
import type { Counted } from "../responses/response-statistic.js";
import type { SelectivityMeasure } from "./measure.js";

/** What {@link ScoreClasses} reads. */
export interface ImagesByClass {
  /** `[K]`. */
  readonly sizes: readonly number[];
  /** Their sum. */
  readonly images: number;
}

/** Writes a score for each class that has images into `scores` `[K]`; others keep −∞. */
export type ScoreClasses = (order: UnitOrder, given: ImagesByClass, scores: Float64Array) => void;

/** What a measure of class scores says of itself. */
export type ScoreDescription = Pick<
  SelectivityMeasure,
  "name" | "symbol" | "title" | "meaning" | "source" | "range" | "deadUnit"
>;

/** A measure whose value is the largest score of a class. Across halves, the class is picked on one and scored on the other. */
export function createScoreMeasure(
  description: ScoreDescription,
  scoreClasses: ScoreClasses,
): SelectivityMeasure<RankedResponses> {
  const scoreUnit = (ranked: Counted<RankedResponses> | RankedResponses, unit: number) => {
    const scores = new Float64Array(ranked.sizes.length).fill(Number.NEGATIVE_INFINITY);
    scoreClasses(ranked.readUnit(unit), ranked, scores);
    return scores;
  };
  return {
    ...description,
    nonNegative: false,
    scaleInvariant: true,
    statistic: rankedResponsesStatistic,
    trainable: false,
    estimate: (ranked) => mapUnits(ranked.units, (unit) => Math.max(...scoreUnit(ranked, unit))),
    estimateAcross: (picked, judged) =>
      mapUnits(picked.units, (unit) => {
        const best = indexOfLargest(scoreUnit(picked, unit));
        return scoreUnit(judged, unit)[best] as number;
      }),
  };
}

/** `[U]`: a number for each unit. */
export function mapUnits(units: number, estimate: (unit: number) => number): Tensor {
  return tensor(
    Float64Array.from({ length: units }, (_, unit) => estimate(unit)),
    { shape: [units] },
  );
}

/** The first of those that tie. */
export function indexOfLargest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
