/**
 * Robustness in numbers: for each alpha, over its seeds, and against the control of the same seed.
 *
 * @module
 */
import type { RobustnessRow } from "@selectivity-lab/assess";
import { type Estimate, estimate } from "@selectivity-lab/statistics";

/** What the networks of one alpha came to; null where there is nothing to compute from. */
export interface RobustnessSummary {
  readonly alpha: number;
  readonly n: number;
  /** Mean corrupted accuracy, and the same as a share of clean accuracy. */
  readonly corruptedAccuracy: Estimate | null;
  readonly corruptedRatio: Estimate | null;
  /** Area under accuracy against budget. */
  readonly attackedArea: Estimate | null;
  /** Network minus the control of the same seed. */
  readonly corruptedDifference: Estimate | null;
  readonly attackedDifference: Estimate | null;
}

/** Numbers of a network that may be there. */
export type ReadOutcome = (row: RobustnessRow) => number | null;

/** Mean corrupted accuracy of a network; where none of the standard corruptions was measured, over all that were. */
export const readCorruptedAccuracy: ReadOutcome = ({ corruptions }) =>
  corruptions && (corruptions.metrics.meanCorruptedAccuracy ?? corruptions.metrics.meanCorruptedAccuracyOfAll);

/** The same divided by clean accuracy. */
export const readCorruptedRatio: ReadOutcome = (row) => {
  const corrupted = readCorruptedAccuracy(row);
  const clean = row.corruptions?.clean.accuracy;
  return corrupted === null || !clean ? null : corrupted / clean;
};

/** Area under accuracy against budget of a network. */
export const readAttackedArea: ReadOutcome = ({ attacks }) => attacks?.metrics.areaUnderCurve ?? null;

/** Summarizes the networks of a sweep: one entry an alpha, ascending. */
export function summarizeRobustness(rows: readonly RobustnessRow[]): RobustnessSummary[] {
  const alphas = [...new Set(rows.flatMap(({ alpha }) => alpha ?? []))].sort((a, b) => a - b);
  return alphas.map((alpha) => {
    const networks = rows.filter((row) => row.alpha === alpha);
    const over = (outcome: ReadOutcome) => estimate(networks.flatMap((row) => outcome(row) ?? []));
    const against = (outcome: ReadOutcome) =>
      estimate(networks.flatMap((row) => subtractControl(row, rows, outcome) ?? []));
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

/** A network minus the control of its seed; null for a control, and where either was not measured. */
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
