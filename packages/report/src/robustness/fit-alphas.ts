/**
 * How an outcome changes with selectivity, with one observation per alpha: one slope, and one on each side of alpha 0.
 *
 *     outcome = a + b · clean + slope · selectivity                         alphas − 3 degrees of freedom
 *     outcome = a + b · clean + left · min(side, 0) + right · max(side, 0)  alphas − 4; side: selectivity − that of alpha 0
 *
 * A knob that punishes selectivity need not be the reverse of one that rewards it: one straight line through both may hide two
 * slopes of opposite sign. The bend, right − left, is tested with Student's t.
 * @module
 */
import { type AdjustedSlope, estimateAdjustedSlope, studentTail } from "@selectivity-lab/statistics";

/** The means over the networks of one alpha. */
export interface AlphaPoint {
  readonly alpha: number;
  readonly clean: number;
  readonly robust: number;
  readonly selectivity: number;
  /** Mean selectivity of the units that are not dead; null where it is not known. */
  readonly liveSelectivity: number | null;
}

/** A slope with its 95% interval; bounds are null without degrees of freedom. */
export interface Slope {
  readonly slope: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** The slopes of a set of alphas; null where they cannot be estimated. */
export interface AlphaFit {
  readonly slope: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly degreesOfFreedom: number | null;
  readonly left: Slope | null;
  readonly right: Slope | null;
  readonly bend: (Slope & { readonly p: number | null }) | null;
}

/** Fewest alphas below, and above, 0 for a slope of each side. */
const SIDE = 2;

/** Fits both models. */
export function fitAlphas(points: readonly AlphaPoint[]): AlphaFit {
  const one = fitLine(points);
  const slope = toSlope(one);
  return {
    ...{ slope: slope?.slope ?? null, low: slope?.low ?? null, high: slope?.high ?? null },
    degreesOfFreedom: slope && one.degreesOfFreedom > 0 ? one.degreesOfFreedom : null,
    ...fitSides(points, readClean(points)),
  };
}

/** Fits the first model alone; null where the slope cannot be estimated. */
export function fitSlope(points: readonly AlphaPoint[]): Slope | null {
  return toSlope(fitLine(points));
}

function fitLine(points: readonly AlphaPoint[]): AdjustedSlope {
  return fit(
    points,
    points.map(({ selectivity }) => selectivity),
    [readClean(points)],
  );
}

function readClean(points: readonly AlphaPoint[]): number[] {
  return points.map(({ clean }) => clean);
}

function fitSides(points: readonly AlphaPoint[], clean: readonly number[]): Pick<AlphaFit, "left" | "right" | "bend"> {
  const control = points.find(({ alpha }) => alpha === 0);
  const count = (sign: 1 | -1) => points.filter(({ alpha }) => sign * alpha > 0).length;
  if (!control || count(-1) < SIDE || count(1) < SIDE) return { left: null, right: null, bend: null };
  const distance = points.map(({ selectivity }) => selectivity - control.selectivity);
  const side = (sign: 1 | -1) => distance.map((own, index) => (sign * (points[index]?.alpha ?? 0) > 0 ? own : 0));
  const [left, right] = [side(-1), side(1)];
  const bend = fit(points, right, [clean, distance]);
  const bendSlope = toSlope(bend);
  const t = Math.abs(bend.slope) / bend.standardError;
  const p = Number.isNaN(t) ? null : Math.min(1, 2 * studentTail(t, bend.degreesOfFreedom));
  return {
    left: toSlope(fit(points, left, [clean, right])),
    right: toSlope(fit(points, right, [clean, left])),
    bend: bendSlope && { ...bendSlope, p },
  };
}

function fit(points: readonly AlphaPoint[], predictor: readonly number[], covariates: readonly (readonly number[])[]) {
  const outcome = points.map(({ robust }) => robust);
  return estimateAdjustedSlope({ outcome, predictor, covariates, groups: points.map(() => 0) });
}

function toSlope({ slope, low, high }: AdjustedSlope): Slope | null {
  const bounded = Number.isFinite(low) && Number.isFinite(high);
  return Number.isFinite(slope) ? { slope, low: bounded ? low : null, high: bounded ? high : null } : null;
}
