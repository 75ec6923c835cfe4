/**
 * How an outcome changes with one quantity while others are held constant: the slope of an analysis of covariance.
 *
 *     outcome = group mean + Σ b · covariate + slope · predictor + noise
 *
 * By the theorem of Frisch, Waugh and Lovell: remove what groups and covariates explain from outcome and predictor; the slope is
 * that between the remainders.
 * @module
 */

import { studentQuantile } from "../distributions/student-quantile.js";
import { StatisticsError } from "../error.js";
import { type Interval, tailProbabilities } from "../intervals/interval.js";
import { mean } from "../samples/moments.js";

/**
 * The data of a model: one value per observation in each list, in the same order. Observations must be independent but for their
 * group: networks that share a condition, such as an alpha, are averaged first.
 */
export interface AdjustedModel {
  readonly outcome: readonly number[];
  readonly predictor: readonly number[];
  /** What is held constant in addition to the groups. */
  readonly covariates: readonly (readonly number[])[];
  /** Observations with equal numbers share a mean: those of one seed, for example. */
  readonly groups: readonly number[];
}

/** Change of the outcome per unit of the predictor, with its interval. */
export interface AdjustedSlope extends Interval {
  readonly slope: number;
  readonly standardError: number;
  /** Number of observations, minus groups, covariates and the slope itself. */
  readonly degreesOfFreedom: number;
}

/**
 * Estimates the slope, with Student's t interval.
 *
 * @param options.level in (0, 1); 0.95 by default.
 * @returns NaN throughout if the predictor does not vary once groups and covariates are removed; bounds are NaN without degrees of freedom.
 * @throws {@link StatisticsError} for lists of different lengths.
 */
export function estimateAdjustedSlope(model: AdjustedModel, { level = 0.95 } = {}): AdjustedSlope {
  const [, upper] = tailProbabilities("estimateAdjustedSlope", level);
  const { outcome, predictor, rank } = removeExplained("estimateAdjustedSlope", model);
  const n = outcome.length;
  const spread = dot(predictor, predictor);
  const slope = spread === 0 ? Number.NaN : dot(outcome, predictor) / spread;
  const degreesOfFreedom = n - rank - 1;
  const left = outcome.map((value, index) => value - slope * (predictor[index] as number));
  const standardError = degreesOfFreedom > 0 ? Math.sqrt(dot(left, left) / degreesOfFreedom / spread) : Number.NaN;
  const margin = degreesOfFreedom > 0 ? studentQuantile(upper, degreesOfFreedom) * standardError : Number.NaN;
  return { slope, low: slope - margin, high: slope + margin, n, standardError, degreesOfFreedom };
}

/** A remainder this small relative to the original is rounding, not variation. */
const ROUNDING = 1e-10;

/**
 * Removes what groups and covariates explain from outcome and predictor.
 *
 * @returns also `rank`, the number of parameters used for that, and `without`, which removes the same from other values.
 */
export function removeExplained(who: string, { outcome, predictor, covariates, groups }: AdjustedModel) {
  for (const list of [predictor, groups, ...covariates])
    if (list.length !== outcome.length)
      throw new StatisticsError(
        `${who}: every list must have one value per observation, got ${outcome.length} and ${list.length}.`,
      );
  const basis: number[][] = [];
  const without = (values: readonly number[]) => {
    let rest = centerByGroup(values, groups);
    for (const direction of basis) rest = minus(rest, dot(rest, direction), direction);
    return dot(rest, rest) <= ROUNDING ** 2 * dot(values, values) ? rest.map(() => 0) : rest;
  };
  for (const covariate of covariates) {
    const rest = without(covariate);
    const length = Math.sqrt(dot(rest, rest));
    if (length > 0) basis.push(rest.map((value) => value / length));
  }
  const rank = new Set(groups).size + basis.length;
  return { outcome: without(outcome), predictor: without(predictor), rank, without };
}

function centerByGroup(values: readonly number[], groups: readonly number[]): number[] {
  const centers = new Map(
    [...new Set(groups)].map((group) => [group, mean(values.filter((_, index) => groups[index] === group))]),
  );
  return values.map((value, index) => value - (centers.get(groups[index] as number) as number));
}

function minus(values: readonly number[], factor: number, direction: readonly number[]): number[] {
  return values.map((value, index) => value - factor * (direction[index] as number));
}

/** The sum of products of two lists. */
export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
}
