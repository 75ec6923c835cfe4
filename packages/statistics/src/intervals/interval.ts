/**
 * What every interval here has in common: n values, one a trained network (never one an image or a unit), and a level.
 *
 * One value has no interval: `low` and `high` are then NaN, never the value itself, so that a figure draws no bar
 * rather than a bar of no length.
 * @module
 */
import { StatisticsError } from "../error.js";

/** An estimate between its bounds. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** How many values it rests on. */
  readonly n: number;
}

/** The probabilities left below the two ends of a central interval: `tails(0.95)` is `[0.025, 0.975]`. */
export function tails(who: string, level: number): [low: number, high: number] {
  if (!(level > 0 && level < 1))
    throw new StatisticsError(
      `${who}: level must be between 0 and 1, got ${level}.`,
      "0.95 asks for the usual interval of 95%.",
    );
  return [(1 - level) / 2, (1 + level) / 2];
}

/** @throws {@link StatisticsError} for an empty list: a statistic of nothing is a mistake further up. */
export function checkNotEmpty(who: string, values: readonly number[]): void {
  if (values.length === 0) throw new StatisticsError(`${who}: values must not be empty.`);
}
