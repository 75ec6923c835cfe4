/**
 * The two headline statements about robustness and class selectivity, each a claim that the networks can contradict.
 *
 *     1. corrupted accuracy is higher where selectivity is lower, among alphas of equal clean accuracy
 *     2. accuracy under attack is lower where selectivity is lower, among alphas of equal clean accuracy
 *
 * One observation is one **alpha**: the mean over its seeds. What an alpha does in addition to selectivity is shared by all of
 * its seeds, so that networks of one alpha are not independent: more seeds would only make a wrong interval narrower. The slopes
 * are those of {@link fitAlphas}; p comes from the partial rank correlation, which assumes no straight line, with whole alphas
 * permuted; Holm's adjustment covers the claims that could be tested. Clean accuracy, that of the whole test split, is held
 * constant by regression; since alpha changes it too, the slopes are associations, not effects.
 *
 * Networks left out, and counted: those near chance (a network that cannot classify cannot be robust, and would bend the line),
 * and those most of whose hidden units are dead (a dead unit counts as selectivity 0, so that they would pass for networks of low
 * selectivity).
 *
 * Source: Leavitt & Morcos 2020, arXiv:2007.04440; science.md 3.2, 4; simulations in docs/statistics.md.
 * @module
 */
import type { RobustnessRow, RobustnessTable } from "@selectivity-lab/assess";
import { holm, partialRankTest } from "@selectivity-lab/statistics";
import { averageByAlpha, type NetworkPoint } from "./average-alphas.js";
import { type AlphaFit, type AlphaPoint, fitAlphas, fitSlope, type Slope } from "./fit-alphas.js";

/** A claim, and the evidence of the networks for or against it. */
export interface Statement {
  readonly name: "corruptions" | "attacks";
  readonly claim: string;
  /** What counts as one observation. */
  readonly unit: "alpha";
  /** Number of observations. */
  readonly alphas: number;
  /** Lowest and highest of these alphas; null without any. */
  readonly alphaRange: { readonly low: number; readonly high: number } | null;
  /** Number of networks that were averaged to these observations. */
  readonly n: number;
  /** Number of their seeds. */
  readonly seeds: number;
  /** Number of networks that are left out because they classify hardly better than chance. */
  readonly nearChance: number;
  /** Number of networks that are left out because most of their hidden units are dead. */
  readonly mostlyDead: number;
  /** Change of the outcome per unit of selectivity, with its 95% interval; null where it cannot be estimated. */
  readonly slope: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Alphas minus three: intercept, clean accuracy and slope. */
  readonly degreesOfFreedom: number | null;
  /** The same slope per unit of the selectivity of live units; null where an older result does not say which are dead. */
  readonly liveSlope: Slope | null;
  /** The slope among alphas up to 0, and from 0 on. */
  readonly left: AlphaFit["left"];
  readonly right: AlphaFit["right"];
  /** The right slope minus the left one. If its p is below 0.05, a single slope does not describe the networks. */
  readonly bend: AlphaFit["bend"];
  /** Spearman's partial correlation between outcome and selectivity. */
  readonly correlation: number | null;
  /** Two-sided p, by permutation of whole alphas. */
  readonly p: number | null;
  /** The same, adjusted by Holm's method for the claims that were tested. */
  readonly pAdjusted: number | null;
  /** Number of claims that were tested, for which p is adjusted. */
  readonly family: number;
  readonly verdict: Verdict;
}

type Verdict = "supported" | "contradicted" | "undecided";

interface Claim {
  readonly name: Statement["name"];
  readonly claim: string;
  /** The sign of the slope that supports the claim. */
  readonly sign: 1 | -1;
  /** Clean accuracy on the evaluated images, and the outcome; null where they were not measured. */
  outcome(row: RobustnessRow): { readonly clean: number; readonly robust: number } | null;
}

const CLAIMS: readonly Claim[] = [
  {
    name: "corruptions",
    claim: "Corrupted accuracy is higher where class selectivity is lower, among alphas of equal clean accuracy.",
    sign: -1,
    outcome: ({ corruptions }) =>
      corruptions && {
        clean: corruptions.clean.accuracy,
        robust: corruptions.metrics.meanCorruptedAccuracy ?? corruptions.metrics.meanCorruptedAccuracyOfAll,
      },
  },
  {
    name: "attacks",
    claim: "Accuracy under attack is lower where class selectivity is lower, among alphas of equal clean accuracy.",
    sign: 1,
    outcome: ({ attacks }) => attacks && { clean: attacks.clean.accuracy, robust: attacks.metrics.areaUnderCurve },
  },
];

/** A claim counts as decided where its adjusted p is below this. */
const LEVEL = 0.05;

/** With fewer networks per alpha than this nothing is decided: the spread between trainings is not known. */
export const FEWEST_SEEDS = 3;

/** A network counts as near chance where its clean accuracy is below this multiple of 1 / classes. */
export const CHANCES = 2;

/** A network counts as mostly dead where more than this share of its hidden units is. */
export const MOST_DEAD = 0.5;

/** Tests both claims, as far as their outcomes were evaluated. */
export function testStatements({ run, rows }: RobustnessTable): Statement[] {
  const tested = CLAIMS.flatMap((claim) => {
    const observed = collectObservations(claim, rows);
    return observed.length === 0 ? [] : [{ claim, ...testClaim(observed, run.classes) }];
  });
  const adjusted = holm(tested.map(({ p }) => p));
  const family = tested.filter(({ p }) => Number.isFinite(p)).length;
  return tested.map(({ claim: { name, claim, sign }, fit, p, correlation, counts, liveSlope }, index) => {
    const pAdjusted = adjusted[index] as number;
    return {
      ...{ name, claim, unit: "alpha", ...counts, ...fit, liveSlope },
      ...{ correlation: finiteOrNull(correlation), p: finiteOrNull(p), pAdjusted: finiteOrNull(pAdjusted) },
      family,
      verdict: hasFewSeeds(counts) ? "undecided" : decideVerdict(sign, fit, pAdjusted),
    };
  });
}

/** Whether there are too few networks per alpha for a verdict. */
export function hasFewSeeds({ n, alphas }: Pick<Statement, "n" | "alphas">): boolean {
  return n < FEWEST_SEEDS * alphas;
}

interface Observation extends NetworkPoint {
  readonly deadUnitsFraction: number;
}

function collectObservations({ outcome }: Claim, rows: readonly RobustnessRow[]): Observation[] {
  return rows.flatMap((row) => {
    const { alpha, selectivity, seed, accuracy, liveSelectivity } = row;
    const observed = outcome(row);
    if (!observed || alpha === null || selectivity === null || seed === null) return [];
    const clean = accuracy ?? observed.clean;
    const deadUnitsFraction = row.deadUnitsFraction ?? 0;
    return [{ alpha, seed, clean, robust: observed.robust, selectivity, liveSelectivity, deadUnitsFraction }];
  });
}

function testClaim(observed: readonly Observation[], classes: number) {
  const able = observed.filter(({ clean }) => clean >= CHANCES / classes);
  const live = able.filter(({ deadUnitsFraction }) => deadUnitsFraction <= MOST_DEAD);
  const points = averageByAlpha(live);
  const counts = {
    alphas: points.length,
    alphaRange: describeRange(points),
    ...{ n: live.length, seeds: new Set(live.map(({ seed }) => seed)).size },
    ...{ nearChance: observed.length - able.length, mostlyDead: able.length - live.length },
  };
  return { fit: fitAlphas(points), ...testRanks(points), counts, liveSlope: fitLiveSlope(points) };
}

function testRanks(points: readonly AlphaPoint[]) {
  const { p, correlation } = partialRankTest({
    outcome: points.map(({ robust }) => robust),
    predictor: points.map(({ selectivity }) => selectivity),
    covariates: [points.map(({ clean }) => clean)],
    groups: points.map(() => 0),
  });
  return { p, correlation };
}

function fitLiveSlope(points: readonly AlphaPoint[]): Slope | null {
  if (points.some(({ liveSelectivity }) => liveSelectivity === null)) return null;
  return fitSlope(points.map((point) => ({ ...point, selectivity: point.liveSelectivity as number })));
}

function describeRange(points: readonly AlphaPoint[]): Statement["alphaRange"] {
  const alphas = points.map(({ alpha }) => alpha);
  return alphas.length === 0 ? null : { low: Math.min(...alphas), high: Math.max(...alphas) };
}

/** Where the slopes of both sides differ, both must agree with the verdict; neither side may ever exclude it. */
function decideVerdict(sign: 1 | -1, fit: AlphaFit, p: number): Verdict {
  if (!(p < LEVEL)) return "undecided";
  const sides = [fit.left, fit.right];
  const needed = isBent(fit.bend) ? sides : [fit];
  for (const direction of [1, -1] as const)
    if (
      needed.every((slope) => isOnSide(slope, direction)) &&
      !sides.some((slope) => isOnSide(slope, direction === 1 ? -1 : 1))
    )
      return direction === sign ? "supported" : "contradicted";
  return "undecided";
}

/** Whether a slope's whole interval has this sign. */
function isOnSide(slope: Pick<Slope, "low" | "high"> | null, sign: 1 | -1): boolean {
  if (!slope || slope.low === null || slope.high === null) return false;
  return sign > 0 ? slope.low > 0 : slope.high < 0;
}

/** Whether the slopes left and right of alpha 0 differ by more than chance. */
export function isBent(bend: Statement["bend"]): boolean {
  return bend?.p != null && bend.p < LEVEL;
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
