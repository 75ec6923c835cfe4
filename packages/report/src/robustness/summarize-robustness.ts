/**
 * Summaries of robustness: for each alpha over its seeds, and against the control of the same seed.
 *
 * @module
 */
import type { RobustnessRow } from "@selectivity-lab/assess";
import { type Estimate, estimateMean } from "@selectivity-lab/statistics";

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
export function summarizeRobustness(rows: readonly RobustnessRow[]): RobustnessSummary[] {
  const alphas = [...new Set(rows.flatMap(({ alpha }) => alpha ?? []))].sort((a, b) => a - b);
  return alphas.map((alpha) => {
    const networks = rows.filter((row) => row.alpha === alpha);
    const over = (outcome: ReadOutcome) => estimateMean(networks.flatMap((row) => outcome(row) ?? []));
    const against = (outcome: ReadOutcome) =>
      estimateMean(networks.flatMap((row) => subtractControl(row, rows, outcome) ?? []));
    return {
      alpha,
      n: networks.filter(({ corruptions, attacks }) => corruptions || attacks).length,
      corruptedAccuracy: over(readCorruptedAccuracy),
      corruptedRatio: over(readCorruptedRatio),
      attackedArea: over(readAttackedArea),
      corruptedDifference: against(readCorruptedAccuracy),
      attackedDifference: against(readAttackedArea),
    };
  });
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
