/**
 * Layers whose activations may be below 0, where the index is not defined: not measured unless one says what counts then.
 * Source: science.md 1.6.
 *
 * @module
 */
import { CheckpointError } from "@selectivity-lab/run";
import { SelectivityError } from "@selectivity-lab/selectivity";

/** Layers that are listed; a large network has dozens. */
const LISTED = 6;

const REMEDY = `say with --negatives what counts, of each unit's mean for an image:
      abs    its size
      relu   0 where it is negative
      shift  the mean itself, raised for all images by the unit's lowest
    layers that are never negative are the same either way`;

/** A layer, and what its activations come out of. */
export interface LayerToMeasure {
  readonly layer: string;
  readonly activation: string;
  readonly mayBeNegative: boolean;
}

/** @throws {@link CheckpointError} that names the layers which may be negative, if there are any. */
export function requireNonNegative(where: string, layers: readonly LayerToMeasure[]): void {
  const negative = layers.filter(({ mayBeNegative }) => mayBeNegative);
  if (negative.length === 0) return;
  const lines = negative.slice(0, LISTED).map(({ layer, activation }) => `  ✖ ${layer}: ${activation}`);
  if (negative.length > LISTED) lines.push(`  … and ${negative.length - LISTED} more`);
  const count = `${negative.length} of its ${layers.length} layers may be negative, where the index is not defined`;
  throw new CheckpointError([`${where}: ${count}`, ...lines, `  to do: ${REMEDY}`].join("\n"));
}

/** Does some work, and says of what turned out negative what to do. @throws {@link CheckpointError}, or what the work throws. */
export async function refusingNegative<Result>(where: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof SelectivityError) || cause.code !== "negative-activation") throw cause;
    throw new CheckpointError(`${where}: ${cause.problem}\n  to do: ${REMEDY}`, { cause });
  }
}
