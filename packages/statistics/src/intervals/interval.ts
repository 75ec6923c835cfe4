/**
 * What all intervals have in common: n values, one per trained network (never per image or unit), and a level.
 *
 * A single value has no interval: `low` and `high` are then NaN, never the value itself, so that a figure draws no bar
 * instead of a bar of length 0.
 * @module
 */
import { StatisticsError } from "../error.js";

/** The bounds of an estimate. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Number of values. */
  readonly n: number;
}

/** The probabilities below the two ends of a central interval: 0.025 and 0.975 for the level 0.95. */
export function tailProbabilities(who: string, level: number): [low: number, high: number] {
  if (!(level > 0 && level < 1))
    throw new StatisticsError(
      `${who}: level must be between 0 and 1, got ${level}.`,
      "give a share: 0.95 for the usual 95% interval",
    );
  return [(1 - level) / 2, (1 + level) / 2];
}

/** @throws {@link StatisticsError} for an empty list. */
export function checkNotEmpty(who: string, values: readonly number[]): void {
  if (values.length === 0) throw new StatisticsError(`${who}: values must not be empty.`);
}
