/**
 * How images are to be normalised, as a command line says it.
 *
 * @module
 */
import { CheckpointError } from "./weights.js";

/** Refuses lists that have not one value a channel. @throws {@link CheckpointError} that names the option. */
export function requireOneAChannel(
  channels: number,
  values: Readonly<Record<"mean" | "std", readonly number[] | undefined>>,
): void {
  for (const [name, list] of Object.entries(values))
    if (list && list.length !== channels)
      throw new CheckpointError(
        `--${name}: expected ${channels} numbers, one a channel, got ${list.length}\n  to do: give one for each, with commas between`,
      );
}
