/**
 * A network as its description says, with weights put in.
 *
 * @module
 */

import { Generator, StateError, type Tensor } from "@selectivity-lab/torch";
import { createModel, type ImageModel, ModelError } from "@selectivity-lab/vision";
import { CheckpointError } from "./checkpoint-error.js";
import type { NetworkDescription } from "./network-description.js";

/** Problems that are listed; a file of quite another model has one for every tensor. */
const LISTED = 8;

/**
 * Makes the network.
 *
 * @param file of the weights, for errors.
 * @param weightsFor the weights for a network that has fresh ones.
 * @param complaint what an error opens with, asked for after `weightsFor`; the problems follow.
 * @returns a network in channels-last, whose tensors are the caller's.
 * @throws {@link CheckpointError} where the weights are another's or there is no such network, or ModelError where it cannot be made so.
 */
export function loadNetwork(
  file: string,
  description: NetworkDescription,
  weightsFor: (network: ImageModel) => ReadonlyMap<string, Tensor>,
  complaint: () => string,
): ImageModel {
  const network = freshNetwork(file, description);
  try {
    network.loadStateDict(weightsFor(network));
    return network.to({ memoryFormat: "channels_last" });
  } catch (cause) {
    for (const tensor of network.stateDict().values()) tensor.dispose();
    if (!(cause instanceof StateError)) throw cause;
    const { problems } = cause;
    const lines = problems.slice(0, LISTED).map((problem) => `  ✖ ${problem}`);
    if (problems.length > LISTED) lines.push(`  … and ${problems.length - LISTED} more`);
    throw new CheckpointError([complaint(), ...lines, "  to do: name a file of that model"].join("\n"), { cause });
  }
}

function freshNetwork(file: string, { model, modelOptions, inputShape, classes }: NetworkDescription): ImageModel {
  try {
    const spec = { inputShape, classes: classes.length, options: modelOptions, generator: new Generator(0) };
    return createModel(model, spec);
  } catch (cause) {
    if (!(cause instanceof ModelError && cause.code === "unknown-model")) throw cause;
    throw new CheckpointError(`${file}: ${cause.message}`, { cause }); // a plugin's, perhaps: the message says how to name it
  }
}
