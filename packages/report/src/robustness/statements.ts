/**
 * The two headline statements about robustness and class selectivity, each as a claim that the networks may contradict.
 *
 *     1. corrupted accuracy rises as selectivity falls, once clean accuracy is accounted for
 *     2. accuracy under attack falls as selectivity falls, once clean accuracy is accounted for
 *
 * The claims, the model, the test and the family of two were fixed before any network was looked at. One observation is one
 * trained network. The slope is that of an analysis of covariance with clean accuracy as covariate and a mean for every seed;
 * its p comes from the partial rank correlation, whose shape need not be a line, permuted within seeds; Holm's adjustment is
 * over both claims. Networks near chance are left out: what cannot classify cannot be robust, and no line goes through there.
 *
 * Source: Leavitt & Morcos 2020, arXiv:2007.04440; robustness.md 5.
 * @module
 */
import type { RobustnessRow, RobustnessTable } from "@selectivity-lab/assess";
import { adjustedSlope, holm, partialRankTest } from "@selectivity-lab/statistics";

/** A claim, and what the networks say to it. */
export interface Statement {
  readonly name: "corruptions" | "attacks";
  readonly claim: string;
  /** Networks it rests on, and their seeds. */
  readonly n: number;
  readonly seeds: number;
  /** Networks left out, because their clean accuracy is near chance. */
  readonly nearChance: number;
  /** Change of the outcome, a share of images, for one unit of mean selectivity at equal clean accuracy; with its 95 % interval. */
  readonly slope: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Spearman's partial correlation of outcome and selectivity. */
  readonly correlation: number | null;
  /** Two-sided, by permutation within seeds; and adjusted for there being two claims. */
  readonly p: number | null;
  readonly pAdjusted: number | null;
  readonly verdict: Verdict;
}

/** Contradicted: the slope is, as surely, of the other sign. Undecided: it may be of either. */
export type Verdict = "supported" | "contradicted" | "undecided";

/** A claim before it is tested: `sign` is that of the slope on selectivity if it holds. */
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

/** The largest p, adjusted, at which a claim counts as decided. */
const LEVEL = 0.05;

/** A network counts as near chance when its clean accuracy is below this many times 1 / classes. */
const CHANCES = 2;

/** Tests both claims on the networks of one sweep. @returns a statement for each about which anything was measured. */
export function testStatements({ run, rows }: RobustnessTable): Statement[] {
  const tested = CLAIMS.flatMap((claim) => {
    const observed = observations(claim, rows);
    return observed.length === 0 ? [] : [{ claim, ...tests(observed, run.classes) }];
  });
  const adjusted = holm(tested.map(({ p }) => p));
  return tested.map(({ claim: { name, claim, sign }, slope, p, correlation, n, seeds, nearChance }, index) => {
    const pAdjusted = adjusted[index] as number;
    return {
      ...{ name, claim, n, seeds, nearChance },
      ...{ slope: finite(slope.slope), low: finite(slope.low), high: finite(slope.high) },
      ...{ correlation: finite(correlation), p: finite(p), pAdjusted: finite(pAdjusted) },
      verdict: verdictOf(sign, slope, pAdjusted),
    };
  });
}

interface Observation {
  readonly clean: number;
  readonly robust: number;
  readonly selectivity: number;
  readonly seed: number;
}

function observations({ outcome }: Claim, rows: readonly RobustnessRow[]): Observation[] {
  return rows.flatMap((row) => {
    const { selectivity, seed } = row;
    const observed = outcome(row);
    return observed && selectivity !== null && seed !== null ? [{ ...observed, selectivity, seed }] : [];
  });
}

function tests(observed: readonly Observation[], classes: number) {
  const able = observed.filter(({ clean }) => clean >= CHANCES / classes);
  const column = (key: keyof Observation) => able.map((one) => one[key]);
  const model = {
    outcome: column("robust"),
    predictor: column("selectivity"),
    covariates: [column("clean")],
    groups: column("seed"),
  };
  const slope = adjustedSlope(model);
  const { p, correlation } = partialRankTest(model);
  const n = able.length;
  return { slope, p, correlation, n, seeds: new Set(column("seed")).size, nearChance: observed.length - n };
}

function verdictOf(sign: 1 | -1, { low, high }: { low: number; high: number }, p: number): Verdict {
  if (!(p < LEVEL)) return "undecided";
  if (low > 0) return sign > 0 ? "supported" : "contradicted";
  if (high < 0) return sign < 0 ? "supported" : "contradicted";
  return "undecided";
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
