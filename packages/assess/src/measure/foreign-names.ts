/**
 * Names of weights from elsewhere, fitted to those of a network here.
 *
 * @module
 */
import type { Tensor } from "@selectivity-lab/torch";
import type { ImageModel } from "@selectivity-lab/vision";

/** What is put before every name by data-parallel training, Lightning, torch.compile, and classes around a network. */
const PREFIXES = ["module.", "model.", "_orig_mod.", "net.", "backbone."];

/** What PyTorch's batch norm counts since 0.4. */
const COUNT = ".num_batches_tracked";

/** Tensors under other names. */
export interface FittedNames {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** What was dropped before every name: `module.model.`, say; empty where nothing was. */
  readonly prefix: string;
}

/**
 * Drops known prefixes, one after the other, each only where it stands before every name, and only as long as no name is one of the
 * network's.
 */
export function fitNames(tensors: ReadonlyMap<string, Tensor>, network: ImageModel): FittedNames {
  const own = network.stateDict();
  let names = [...tensors.keys()];
  let prefix = "";
  while (names.length > 0 && !names.some((name) => own.has(name))) {
    const next = PREFIXES.find((known) => names.every((name) => name.startsWith(known)));
    if (!next) break;
    names = names.map((name) => name.slice(next.length));
    prefix += next;
  }
  return { tensors: new Map([...tensors.values()].map((tensor, i) => [names[i] as string, tensor])), prefix };
}

/**
 * Adds the network's own counts of batches, 0 in a fresh one, where the weights have none, as PyTorch does for state dicts that name no
 * version, or one from before 0.4. Evaluation does not use them.
 */
export function withCounts(tensors: ReadonlyMap<string, Tensor>, network: ImageModel): ReadonlyMap<string, Tensor> {
  const counts = [...network.namedBuffers()].filter(([name]) => name.endsWith(COUNT) && !tensors.has(name));
  return new Map([...tensors, ...counts]);
}

/** Whether no name is one of the network's. */
export function areStrange(tensors: ReadonlyMap<string, Tensor>, network: ImageModel): boolean {
  const own = network.stateDict();
  return ![...tensors.keys()].some((name) => own.has(name));
}
