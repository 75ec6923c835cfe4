/**
 * The two headline statements about robustness and class selectivity, each a claim that the networks can contradict.
 *
 *     1. corrupted accuracy rises as selectivity falls, once clean accuracy is accounted for
 *     2. accuracy under attack falls as selectivity falls, once clean accuracy is accounted for
 *
 * The claims, the model, the test and the family of two were fixed before any network was evaluated. One observation is one
 * trained network. The slope comes from an analysis of covariance with clean accuracy as covariate and one mean per seed. Its p
 * comes from the partial rank correlation, which assumes no straight line, permuted within seeds; Holm's adjustment covers both
 * claims. Networks near chance are left out: a network that cannot classify cannot be robust, and they would bend the line.
 *
 * Source: Leavitt & Morcos 2020, arXiv:2007.04440; science.md 3.2, 4.
 * @module
 */
import type { RobustnessRow, RobustnessTable } from "@selectivity-lab/assess";
import { estimateAdjustedSlope, holm, partialRankTest } from "@selectivity-lab/statistics";

/** A claim, and the evidence of the networks for or against it. */
export interface Statement {
  readonly name: "corruptions" | "attacks";
  readonly claim: string;
  /** Number of networks that the evidence rests on. */
  readonly n: number;
  /** Number of their seeds. */
  readonly seeds: number;
  /** Number of networks left out because their clean accuracy is near chance. */
  readonly nearChance: number;
  /** Change of the outcome, a share of images, per unit of mean selectivity at equal clean accuracy; with its 95% interval. */
  readonly slope: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Spearman's partial correlation between outcome and selectivity. */
  readonly correlation: number | null;
  /** Two-sided p, by permutation within seeds. */
  readonly p: number | null;
  /** The same, adjusted for two claims by Holm's method. */
  readonly pAdjusted: number | null;
  readonly verdict: Verdict;
}

/** Contradicted: the slope has the opposite sign, with the same certainty. Undecided: it may have either sign. */
export type Verdict = "supported" | "contradicted" | "undecided";

/** A claim before it is tested. `sign` is the sign of the slope on selectivity if the claim is true. */
interface Claim {
  readonly name: Statement["name"];
  readonly claim: string;
  readonly sign: 1 | -1;
  outcome(row: RobustnessRow): { readonly clean: number; readonly robust: number } | null;
}

const CLAIMS: readonly Claim[] = [
  {
    name: "corruptions",
    claim: "Corrupted accuracy rises as class selectivity falls, at equal clean accuracy.",
    sign: -1,
    outcome: ({ corruptions }) =>
      corruptions && {
        clean: corruptions.clean.accuracy,
        robust: corruptions.metrics.meanCorruptedAccuracy ?? corruptions.metrics.meanCorruptedAccuracyOfAll,
      },
  },
  {
    name: "attacks",
    claim: "Accuracy under attack falls as class selectivity falls, at equal clean accuracy.",
    sign: 1,
    outcome: ({ attacks }) => attacks && { clean: attacks.clean.accuracy, robust: attacks.metrics.areaUnderCurve },
  },
];

/** A claim counts as decided where its adjusted p is below this. */
const LEVEL = 0.05;

/** A network counts as near chance where its clean accuracy is below this multiple of 1 / classes. */
const CHANCES = 2;

/** Tests both claims on the networks of one sweep. @returns one statement per claim whose outcome was measured. */
export function testStatements({ run, rows }: RobustnessTable): Statement[] {
  const tested = CLAIMS.flatMap((claim) => {
    const observed = collectObservations(claim, rows);
    return observed.length === 0 ? [] : [{ claim, ...testClaim(observed, run.classes) }];
  });
  const adjusted = holm(tested.map(({ p }) => p));
  return tested.map(({ claim: { name, claim, sign }, slope, p, correlation, n, seeds, nearChance }, index) => {
    const pAdjusted = adjusted[index] as number;
    return {
      ...{ name, claim, n, seeds, nearChance },
      ...{ slope: finiteOrNull(slope.slope), low: finiteOrNull(slope.low), high: finiteOrNull(slope.high) },
      ...{ correlation: finiteOrNull(correlation), p: finiteOrNull(p), pAdjusted: finiteOrNull(pAdjusted) },
      verdict: decideVerdict(sign, slope, pAdjusted),
    };
  });
}

interface Observation {
  readonly clean: number;
  readonly robust: number;
  readonly selectivity: number;
  readonly seed: number;
}

function collectObservations({ outcome }: Claim, rows: readonly RobustnessRow[]): Observation[] {
  return rows.flatMap((row) => {
    const { selectivity, seed } = row;
    const observed = outcome(row);
    return observed && selectivity !== null && seed !== null ? [{ ...observed, selectivity, seed }] : [];
  });
}

function testClaim(observed: readonly Observation[], classes: number) {
  const able = observed.filter(({ clean }) => clean >= CHANCES / classes);
  const column = (key: keyof Observation) => able.map((one) => one[key]);
  const model = {
    outcome: column("robust"),
    predictor: column("selectivity"),
    covariates: [column("clean")],
    groups: column("seed"),
  };
  const slope = estimateAdjustedSlope(model);
  const { p, correlation } = partialRankTest(model);
  const n = able.length;
  return { slope, p, correlation, n, seeds: new Set(column("seed")).size, nearChance: observed.length - n };
}

function decideVerdict(sign: 1 | -1, { low, high }: { low: number; high: number }, p: number): Verdict {
  if (!(p < LEVEL)) return "undecided";
  if (low > 0) return sign > 0 ? "supported" : "contradicted";
  if (high < 0) return sign < 0 ? "supported" : "contradicted";
  return "undecided";
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
