/**
 * How images are to be normalised, as a command line says it.
 *
 * @module
 */
import { CheckpointError } from "./checkpoint-error.js";

/** Refuses lists that have not one value a channel. @throws {@link CheckpointError} that names the option. */
export function requireNormalisation(
  channels: number,
  { mean, std }: Readonly<Record<"mean" | "std", readonly number[] | undefined>>,
): void {
  for (const [name, list] of Object.entries({ mean, std }))
    if (list && list.length !== channels)
      throw new CheckpointError(
        `--${name}: expected ${channels} numbers, one a channel, got ${list.length}\n  to do: give one for each, with commas between`,
      );
}
