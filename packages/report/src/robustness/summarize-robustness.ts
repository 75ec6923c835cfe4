/**
 * Summaries of robustness: for each alpha over its seeds, and against the control of the same seed.
 *
 * @module
 */
import type { RobustnessRow } from "@selectivity-lab/assess";
import type { SummaryOptions } from "@selectivity-lab/run";
import { type Estimate, estimateMean, poolSpread, type Scale } from "@selectivity-lab/statistics";

/** Estimates over the networks of one alpha; null where there is nothing to compute from. */
export interface RobustnessSummary {
  readonly alpha: number;
  /** Number of networks with an evaluation. */
  readonly n: number;
  /** Mean corrupted accuracy, 0..1. */
  readonly corruptedAccuracy: Estimate | null;
  /** Mean corrupted accuracy divided by clean accuracy. */
  readonly corruptedRatio: Estimate | null;
  /** Area under the curve of accuracy against attack budget. */
  readonly attackedArea: Estimate | null;
  /** Network minus the control of the same seed, of corrupted accuracy and of the area. */
  readonly corruptedDifference: Estimate | null;
  readonly attackedDifference: Estimate | null;
  /** Mean class selectivity of live units, and share of dead units, of these networks. */
  readonly liveSelectivity: Estimate | null;
  readonly deadUnitsFraction: Estimate | null;
}

/** Reads one outcome of a network; null where it was not measured. */
export type ReadOutcome = (row: RobustnessRow) => number | null;

/** Reads mean corrupted accuracy: over the standard corruptions, or, where none was measured, over all that were. */
export const readCorruptedAccuracy: ReadOutcome = ({ corruptions }) =>
  corruptions && (corruptions.metrics.meanCorruptedAccuracy ?? corruptions.metrics.meanCorruptedAccuracyOfAll);

/** Reads mean corrupted accuracy divided by clean accuracy. */
export const readCorruptedRatio: ReadOutcome = (row) => {
  const corrupted = readCorruptedAccuracy(row);
  const clean = row.corruptions?.clean.accuracy;
  return corrupted === null || !clean ? null : corrupted / clean;
};

/** Reads the area under the curve of accuracy against attack budget. */
export const readAttackedArea: ReadOutcome = ({ attacks }) => attacks?.metrics.areaUnderCurve ?? null;

/** Summarizes the networks of a sweep: one entry per alpha, ascending. */
export function summarizeRobustness(
  rows: readonly RobustnessRow[],
  { pooled = false }: SummaryOptions = {},
): RobustnessSummary[] {
  const alphas = [...new Set(rows.flatMap(({ alpha }) => alpha ?? []))].sort((a, b) => a - b);
  const over = (outcome: ReadOutcome, scale: Scale) => {
    const valuesOf = (alpha: number) => rows.flatMap((row) => (row.alpha === alpha ? (outcome(row) ?? []) : []));
    const spread = pooled ? poolSpread(alphas.map(valuesOf)) : null;
    return (alpha: number) => estimateMean(valuesOf(alpha), { scale, pooled: spread });
  };
  const against = (outcome: ReadOutcome) => over((row) => subtractControl(row, rows, outcome), "plain");
  const estimates = {
    corruptedAccuracy: over(readCorruptedAccuracy, "share"),
    corruptedRatio: over(readCorruptedRatio, "plain"), // may exceed 1
    attackedArea: over(readAttackedArea, "share"),
    corruptedDifference: against(readCorruptedAccuracy),
    attackedDifference: against(readAttackedArea),
    liveSelectivity: over(({ liveSelectivity }) => liveSelectivity, "share"),
    deadUnitsFraction: over(({ deadUnitsFraction }) => deadUnitsFraction, "share"),
  };
  return alphas.map((alpha) => ({
    alpha,
    n: rows.filter((row) => row.alpha === alpha && (row.corruptions || row.attacks)).length,
    corruptedAccuracy: estimates.corruptedAccuracy(alpha),
    corruptedRatio: estimates.corruptedRatio(alpha),
    attackedArea: estimates.attackedArea(alpha),
    corruptedDifference: estimates.corruptedDifference(alpha),
    attackedDifference: estimates.attackedDifference(alpha),
    liveSelectivity: estimates.liveSelectivity(alpha),
    deadUnitsFraction: estimates.deadUnitsFraction(alpha),
  }));
}

/** Subtracts the outcome of the control of the same seed; null for a control, and where either was not measured. */
export function subtractControl(
  row: RobustnessRow,
  rows: readonly RobustnessRow[],
  outcome: ReadOutcome,
): number | null {
  if (row.alpha === 0) return null;
  const control = rows.find(({ alpha, seed }) => alpha === 0 && seed === row.seed);
  const [own, theirs] = [outcome(row), control ? outcome(control) : null];
  return own === null || theirs === null ? null : own - theirs;
}
