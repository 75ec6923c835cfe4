/**
 * How images are to be normalised, as a command line says it.
 *
 * @module
 */
import { CheckpointError } from "@selectivity-lab/run";

/**
 * Refuses lists that have not one value a channel, and deviations that are not above 0.
 *
 * @throws {@link CheckpointError} that names the option.
 */
export function requireNormalization(
  channels: number,
  { mean, std }: Readonly<Record<"mean" | "std", readonly number[] | undefined>>,
): void {
  for (const [name, list] of Object.entries({ mean, std }))
    if (list && list.length !== channels)
      throw new CheckpointError(
        `--${name}: expected ${channels} numbers, one a channel, got ${list.length}\n  to do: give one for each, with commas between`,
      );
  if (std?.some((value) => !(value > 0)))
    throw new CheckpointError(
      `--std: expected numbers above 0, got ${std.join(",")}\n  to do: give the deviations of pixels scaled to 0..1, such as 0.229,0.224,0.225`,
    );
}
