/**
 * Names of weights from elsewhere, fitted to those of a network here.
 *
 * Of all prefixes in the file, the one is taken under which the network is complete; what lies elsewhere in the file is left and named.
 * Where several networks fit and none has a wrapper's prefix, none is chosen.
 * @module
 */
import type { Tensor } from "@selectivity-lab/torch";
import type { ImageModel } from "@selectivity-lab/vision";
import { findDialect, translateName } from "./name-dialects.js";

/** What is put before every name by data-parallel training, Lightning, torch.compile, and classes around a network. */
const PREFIXES = ["module.", "model.", "_orig_mod.", "net.", "backbone."];

/** Top-level entries of a training module that are no part of the network, such as a loss's weight or a metric's state. */
const PASSED_OVER = /^(criterion|\w*loss\w*|\w*metrics?|(train|val|valid|test)_\w+|accuracy|\w*optimizer\w*)(\.|$)/i;

/** What PyTorch's batch norm counts since 0.4. */
const COUNT = ".num_batches_tracked";

/** Tensors under other names. */
export interface FittedNames {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** What was dropped before every name: `module.model.`, say; empty where nothing was. */
  readonly prefix: string;
  /** Whose names were translated; absent for torchvision's. */
  readonly dialect?: string | undefined;
  /** Names in the file of what is not used. */
  readonly left: readonly string[];
  /** Other prefixes under which a whole network lies too. */
  readonly alternatives: readonly string[];
}

/**
 * Finds the network among the tensors of a file.
 *
 * @param prefix of the names of the network, where the user says it.
 */
export function fitNames(tensors: ReadonlyMap<string, Tensor>, network: ImageModel, prefix?: string): FittedNames {
  if (prefix !== undefined) return under(tensors, endWithDot(prefix), []);
  const own = [...network.stateDict().keys()].filter((name) => !name.endsWith(COUNT));
  const usual = dropUsual([...tensors.keys()], new Set(own));
  if (isComplete(under(tensors, usual, []), own)) return under(tensors, usual, []);
  const whole = findPrefixes([...tensors.keys()]).filter((known) => isComplete(under(tensors, known, []), own));
  const [first, ...others] = whole.sort((a, b) => Number(isUsual(b)) - Number(isUsual(a)));
  if (first === undefined) return under(tensors, usual, []);
  const isChosen = others.length === 0 || (isUsual(first) && !isUsual(others[0] as string));
  return isChosen ? under(tensors, first, others) : { ...under(tensors, "", whole), prefix: "" };
}

/** The tensors under a prefix, under torchvision's names. */
function under(tensors: ReadonlyMap<string, Tensor>, prefix: string, alternatives: readonly string[]): FittedNames {
  const inside = [...tensors].filter(([name]) => name.startsWith(prefix));
  const dialect = findDialect(inside.map(([name]) => name.slice(prefix.length)));
  const kept = new Map<string, Tensor>();
  const left = [...tensors.keys()].filter((name) => !name.startsWith(prefix));
  for (const [name, tensor] of inside) {
    const short = name.slice(prefix.length);
    if (PASSED_OVER.test(short)) left.push(name);
    else kept.set(dialect ? translateName(short, dialect) : short, tensor);
  }
  return { tensors: kept, prefix, dialect: dialect?.name, left, alternatives };
}

function isComplete({ tensors }: FittedNames, own: readonly string[]): boolean {
  return own.length > 0 && own.every((name) => tensors.has(name));
}

/** Drops known prefixes, each only where it stands before every name, and only as long as no name is one of the network's. */
function dropUsual(all: readonly string[], own: ReadonlySet<string>): string {
  let names = all.filter((name) => !PASSED_OVER.test(name));
  let prefix = "";
  while (names.length > 0 && !names.some((name) => own.has(name))) {
    const next = PREFIXES.find((known) => names.every((name) => name.startsWith(known)));
    if (!next) break;
    names = names.map((name) => name.slice(next.length));
    prefix += next;
  }
  return prefix;
}

/** Every prefix, in whole parts, that some name has. */
function findPrefixes(names: readonly string[]): string[] {
  const prefixes = new Set([""]);
  for (const name of names)
    for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) prefixes.add(name.slice(0, dot + 1));
  return [...prefixes];
}

function isUsual(prefix: string): boolean {
  return PREFIXES.reduce((rest, known) => rest.replaceAll(known, ""), prefix) === "";
}

function endWithDot(prefix: string): string {
  return prefix === "" || prefix.endsWith(".") ? prefix : `${prefix}.`;
}

/**
 * Adds the network's own counts of batches, 0 in a fresh one, where the weights have none, as PyTorch does for state dicts that name no
 * version, or one from before 0.4. Where a count is of shape [1] it is replaced likewise. Evaluation does not use them.
 */
export function withCounts(tensors: ReadonlyMap<string, Tensor>, network: ImageModel): ReadonlyMap<string, Tensor> {
  const isUsable = (name: string) => tensors.get(name)?.shape.length === 0;
  const counts = [...network.namedBuffers()].filter(([name]) => name.endsWith(COUNT) && !isUsable(name));
  return new Map([...tensors, ...counts]);
}

/** Whether no name is one of the network's. */
export function areStrange(tensors: ReadonlyMap<string, Tensor>, network: ImageModel): boolean {
  const own = network.stateDict();
  return ![...tensors.keys()].some((name) => own.has(name));
}
