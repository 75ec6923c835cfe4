/**
 * What a recipe promises, next to what its control achieved.
 *
 * @module
 */
import type { AlphaSummary, SweepTable } from "@selectivity-lab/run";

/** The accuracy that the recipe states, and the accuracy that its control achieved. */
export interface ExpectedCheck {
  /** Test accuracy of the control, 0..1, as the recipe states it. */
  readonly low: number;
  readonly high: number;
  /** Mean over the controls; null before any is measured. */
  readonly measured: number | null;
  /** Number of controls. */
  readonly n: number;
  /** Whether the mean lies within the stated range; null before any control is measured. */
  readonly inside: boolean | null;
}

/** Compares the control with what the recipe states as expected; null for a recipe that states nothing. */
export function checkExpected({ sweep }: SweepTable, control: AlphaSummary | undefined): ExpectedCheck | null {
  const { expected } = sweep.recipe;
  if (!expected) return null;
  const [low, high] = expected.accuracy;
  if (!control?.accuracy) return { low, high, measured: null, n: 0, inside: null };
  const { mean, n } = control.accuracy;
  return { low, high, measured: mean, n, inside: low <= mean && mean <= high };
}
