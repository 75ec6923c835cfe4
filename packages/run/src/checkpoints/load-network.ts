/**
 * Builds a network from its description and loads weights into it.
 *
 * @module
 */

import { Generator, StateError, setConvolutions, type Tensor } from "@selectivity-lab/torch";
import { createModel, type ImageModel, ModelError } from "@selectivity-lab/vision";
import { CheckpointError } from "./checkpoint-error.js";
import type { NetworkDescription } from "./network-description.js";
import { requireFiniteWeights } from "./require-finite-weights.js";

/** Problems that an error lists; weights of a different model have one for every tensor. */
const LISTED = 8;

/** What an error says where weights do not fit: a sentence, and lines that go before the list of tensors. */
export interface Complaint {
  readonly problem: string;
  readonly details?: readonly string[];
}

/**
 * Builds the network and loads its weights.
 *
 * @param file path of the weights, for errors.
 * @param weightsFor returns the weights for a freshly initialized network.
 * @param complaint called after `weightsFor` where the weights do not fit.
 * @returns a network in channels-last, whose tensors belong to the caller.
 * @throws {@link CheckpointError} `weights-do-not-fit`, `not-finite` or `unknown-model`; ModelError where the options do not make a model.
 */
export function loadNetwork(
  file: string,
  description: NetworkDescription,
  weightsFor: (network: ImageModel) => ReadonlyMap<string, Tensor>,
  complaint: () => Complaint,
): ImageModel {
  const network = createFreshNetwork(file, description);
  try {
    setConvolutions(network, description.convolutions ?? "direct");
    network.loadStateDict(weightsFor(network));
    requireFiniteWeights(file, network.stateDict());
    return network.to({ memoryFormat: "channels_last" });
  } catch (cause) {
    for (const tensor of network.stateDict().values()) tensor.dispose();
    if (!(cause instanceof StateError)) throw cause;
    throw misfit(file, complaint(), cause);
  }
}

function misfit(file: string, { problem, details = [] }: Complaint, cause: StateError): CheckpointError {
  const { problems } = cause;
  const listed = problems.slice(0, LISTED).map((line) => `✖ ${line}`);
  if (problems.length > LISTED) listed.push(`… and ${problems.length - LISTED} more`);
  return new CheckpointError({
    code: "weights-do-not-fit",
    problem,
    details: [...details, ...listed],
    remedy: "name a file of that model",
    path: file,
    cause,
  });
}

function createFreshNetwork(
  file: string,
  { model, modelOptions, inputShape, classes }: NetworkDescription,
): ImageModel {
  try {
    const spec = { inputShape, classes: classes.length, options: modelOptions, generator: new Generator(0) };
    return createModel(model, spec);
  } catch (cause) {
    if (!(cause instanceof ModelError && cause.code === "unknown-model")) throw cause;
    throw new CheckpointError({ code: "unknown-model", problem: `${file}: ${cause.message}`, path: file, cause }); // perhaps a plugin's: the message says how to name it
  }
}
