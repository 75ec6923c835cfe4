/**
 * How an outcome changes with one quantity while others are held: the slope of analysis of covariance.
 *
 *     outcome = group mean + Σ b · covariate + slope · predictor + noise
 *
 * By Frisch, Waugh and Lovell: what groups and covariates explain is taken out of outcome and predictor, and the slope is
 * that between what is left.
 * @module
 */

import { studentQuantile } from "../distributions/student-quantile.js";
import { StatisticsError } from "../error.js";
import { type Interval, tails } from "../intervals/interval.js";
import { mean } from "../samples/moments.js";

/** What a model is made of: one value of each a network, in the same order. */
export interface AdjustedModel {
  readonly outcome: readonly number[];
  readonly predictor: readonly number[];
  /** What is held, besides the groups. */
  readonly covariates: readonly (readonly number[])[];
  /** Equal numbers share a mean of their own: networks of one seed, say. */
  readonly groups: readonly number[];
}

/** Outcome per unit of the predictor, with its interval. */
export interface AdjustedSlope extends Interval {
  readonly slope: number;
  readonly standardError: number;
  /** Networks, less the groups, the covariates and the slope itself. */
  readonly degreesOfFreedom: number;
}

/**
 * Estimates the slope, with Student's t interval.
 *
 * @param options.level in (0, 1); 0.95 by default.
 * @returns NaN throughout where the predictor does not vary beside what is held, bounds of NaN without a degree of freedom.
 * @throws {@link StatisticsError} for lists of different lengths.
 */
export function adjustedSlope(model: AdjustedModel, { level = 0.95 } = {}): AdjustedSlope {
  const [, upper] = tails("adjustedSlope", level);
  const { outcome, predictor, rank } = unexplained("adjustedSlope", model);
  const n = outcome.length;
  const spread = dot(predictor, predictor);
  const slope = spread === 0 ? Number.NaN : dot(outcome, predictor) / spread;
  const degreesOfFreedom = n - rank - 1;
  const left = outcome.map((value, index) => value - slope * (predictor[index] as number));
  const standardError = degreesOfFreedom > 0 ? Math.sqrt(dot(left, left) / degreesOfFreedom / spread) : Number.NaN;
  const margin = degreesOfFreedom > 0 ? studentQuantile(upper, degreesOfFreedom) * standardError : Number.NaN;
  return { slope, low: slope - margin, high: slope + margin, n, standardError, degreesOfFreedom };
}

/** A remainder this small beside what it remained of is rounding, not variation. */
const ROUNDING = 1e-10;

/**
 * What groups and covariates leave of outcome and predictor.
 *
 * @returns also `rank`, how many parameters they took, and `without`, which takes them out of other values.
 */
export function unexplained(who: string, { outcome, predictor, covariates, groups }: AdjustedModel) {
  for (const list of [predictor, groups, ...covariates])
    if (list.length !== outcome.length)
      throw new StatisticsError(
        `${who}: every list must have one value a network, got ${outcome.length} and ${list.length}.`,
      );
  const basis: number[][] = [];
  const without = (values: readonly number[]) => {
    let rest = centred(values, groups);
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

function centred(values: readonly number[], groups: readonly number[]): number[] {
  const centres = new Map(
    [...new Set(groups)].map((group) => [group, mean(values.filter((_, index) => groups[index] === group))]),
  );
  return values.map((value, index) => value - (centres.get(groups[index] as number) as number));
}

function minus(values: readonly number[], factor: number, direction: readonly number[]): number[] {
  return values.map((value, index) => value - factor * (direction[index] as number));
}

/** The sum of products of two lists. */
export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
}
