/**
 * Checks the mean and standard deviation that a command line gives for images.
 *
 * @module
 */
import { CheckpointError } from "@selectivity-lab/run";

/**
 * Refuses lists without one value per channel, and standard deviations that are not above 0.
 *
 * @throws {@link CheckpointError} `option-refused`, which names the option.
 */
export function requireNormalization(
  channels: number,
  { mean, std }: Readonly<Record<"mean" | "std", readonly number[] | undefined>>,
): void {
  for (const [name, list] of Object.entries({ mean, std }))
    if (list && list.length !== channels)
      throw refuseValue(
        `--${name}: expected ${channels === 1 ? "1 number" : `${channels} numbers`}, one per channel, got ${list.length}`,
        channels === 1 ? "give one number" : "give one for each channel, separated by commas",
      );
  if (std?.some((value) => !(value > 0)))
    throw refuseValue(
      `--std: expected numbers above 0, got ${std.join(",")}`,
      "give standard deviations of pixels scaled to 0..1, such as 0.229,0.224,0.225",
    );
}

function refuseValue(problem: string, remedy: string): CheckpointError {
  return new CheckpointError({ code: "option-refused", problem, remedy });
}
