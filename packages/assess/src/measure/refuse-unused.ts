/**
 * Options that would be without effect, where a network's file says itself what they would say.
 *
 * @module
 */

import { CheckpointError } from "@selectivity-lab/run";
import type { ForeignOptions } from "./foreign-weights.js";

/** Options of weights from elsewhere alone, by the option on the command line. */
const FOREIGN = {
  "--model-option": ({ modelOptions = {} }: ForeignOptions) => Object.keys(modelOptions).length > 0,
  "--mean": ({ mean }: ForeignOptions) => mean !== undefined,
  "--std": ({ std }: ForeignOptions) => std !== undefined,
  "--image-size": ({ imageSize }: ForeignOptions) => imageSize !== undefined,
} as const;

/**
 * Refuses them for a network that was not named.
 *
 * @throws {@link CheckpointError} that names the first.
 */
export function refuseUnused(file: string, options: ForeignOptions): void {
  const unused = Object.entries(FOREIGN).find(([, isGiven]) => isGiven(options))?.[0];
  if (unused)
    throw new CheckpointError(
      `${file} says itself what its network is and how it wants images, got ${unused}\n  to do: leave ${unused} out, or name the network of weights from elsewhere with --model`,
    );
}
