/**
 * What a recipe promised, beside what came.
 *
 * @module
 */
import { findControl, type SweepTable, summarize } from "@selectivity-lab/run";

/** What the recipe says of itself, beside what its control came to. */
export interface ExpectedCheck {
  /** Test accuracy of the control, 0..1, as the recipe states it. */
  readonly low: number;
  readonly high: number;
  /** Mean of the controls, and how many there are; null before any is measured. */
  readonly measured: number | null;
  readonly n: number;
  readonly inside: boolean | null;
}

/** Compares the control with what the recipe states as expected; null for a recipe that states nothing. */
export function checkExpected(table: SweepTable): ExpectedCheck | null {
  const { expected } = table.sweep.recipe;
  if (!expected) return null;
  const [low, high] = expected.accuracy;
  const control = findControl(summarize(table))?.accuracy;
  if (!control) return { low, high, measured: null, n: 0, inside: null };
  const { mean, n } = control;
  return { low, high, measured: mean, n, inside: low <= mean && mean <= high };
}
