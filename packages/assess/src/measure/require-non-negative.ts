/**
 * Refuses layers whose activations may be below 0, where the index is not defined, unless the user chooses what counts then.
 * Source: science.md 1.6.
 *
 * @module
 */
import { CheckpointError } from "@selectivity-lab/run";
import { SelectivityError } from "@selectivity-lab/selectivity";

/** Layers that are listed; a large network has dozens. */
const LISTED = 6;

const REMEDY = `choose with --negatives what counts as a unit's mean for an image:
      abs    its absolute value
      relu   0 where it is negative
      shift  the mean itself, raised for all images so that the unit's lowest becomes 0
    layers that are never negative give the same numbers either way`;

/** A layer, and the nonlinearity it follows. */
export interface LayerToMeasure {
  readonly layer: string;
  readonly activation: string;
  readonly mayBeNegative: boolean;
}

/** @throws {@link CheckpointError} `negative-units`, which lists the layers that may be negative, if there are any. */
export function requireNonNegative(where: string, layers: readonly LayerToMeasure[]): void {
  const negative = layers.filter(({ mayBeNegative }) => mayBeNegative);
  if (negative.length === 0) return;
  const details = negative.slice(0, LISTED).map(({ layer, activation }) => `✖ ${layer}: ${activation}`);
  if (negative.length > LISTED) details.push(`… and ${negative.length - LISTED} more`);
  throw new CheckpointError({
    code: "negative-units",
    problem: `${where}: ${negative.length} of its ${layers.length} layers may be negative, where the index is not defined`,
    details,
    remedy: REMEDY,
    path: where,
  });
}

/** Does some work; an activation that turns out negative becomes an error that says what to do. @throws {@link CheckpointError}, or what the work throws. */
export async function refusingNegative<Result>(where: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof SelectivityError) || cause.code !== "negative-activation") throw cause;
    const problem = `${where}: ${cause.problem}`;
    throw new CheckpointError({ code: "negative-units", problem, remedy: REMEDY, path: where, cause });
  }
}
