/**
 * Where in a file of PyTorch's the weights of the network are, among whatever else a training script keeps.
 * @module
 */

import { formatExcerpt, readable } from "@selectivity-lab/base";
import { Named, PickleError } from "./pickle-machine.js";
import { REFUSED_TENSORS } from "./refused-files.js";
import { PickledTensor } from "./torch-pickle.js";

/** Names under which training scripts save it. If a file has several, the first of these that holds tensors is used. */
const WRAPPERS = [
  "state_dict",
  "model_state_dict",
  "model",
  "net",
  "network",
  "module",
  "weights",
  "state_dict_ema",
  "model_ema",
];

/** A state dict, and where it was. */
export interface FoundStateDict {
  readonly tensors: ReadonlyMap<string, PickledTensor>;
  /** The names that lead to it, the outermost first. */
  readonly wrappers: readonly string[];
  /** Names of other dictionaries of tensors next to it that have such names too. */
  readonly others: readonly string[];
}

/** Most entries of a different dictionary that an error names. */
const LISTED = 5;

/** How deep it may lie. */
const DEEPEST = 2;

/**
 * Finds the state dict. Entries of it that are plain values (numbers, texts, None, lists) are passed over. One for which the pickle would
 * have called something is not: the weights may be part of what nobody but that program knows.
 *
 * @param content of the pickle.
 * @throws {@link PickleError} where there is none, or where it holds, or is, something {@link Named}.
 */
export function findStateDict(content: unknown, wrappers: readonly string[] = []): FoundStateDict {
  if (content instanceof Named) throw new PickleError(`expected a dictionary of tensors, got ${notRun(content)}.`);
  if (!(content instanceof Map)) throw new PickleError("expected a dictionary of tensors, got something else.");
  const [first, ...others] = WRAPPERS.filter((name) => holdsTensors(content.get(name), wrappers.length + 1));
  if (first === undefined) return { tensors: tensorsOf(content), wrappers, others };
  const found = findStateDict(content.get(first), [...wrappers, first]);
  return { ...found, others: [...others, ...found.others] };
}

function holdsTensors(value: unknown, depth: number): boolean {
  if (!(value instanceof Map) || depth > DEEPEST) return false;
  if ([...value.values()].some((entry) => entry instanceof PickledTensor)) return true;
  return WRAPPERS.some((name) => holdsTensors(value.get(name), depth + 1));
}

function tensorsOf(content: ReadonlyMap<unknown, unknown>): ReadonlyMap<string, PickledTensor> {
  const tensors = new Map<string, PickledTensor>();
  for (const [name, value] of content)
    if (typeof name === "string" && value instanceof PickledTensor) tensors.set(name, value);
  if (tensors.size === 0) throw new PickleError(`expected a dictionary of tensors, got one of ${outline(content)}.`);
  for (const [name, value] of content)
    if (value instanceof Named)
      throw new PickleError(`expected a tensor ${formatExcerpt(name)}, got ${notRun(value)}.`);
  return tensors;
}

/** The first entries of a dictionary. */
function outline(content: ReadonlyMap<unknown, unknown>): string {
  const entries = [...content].slice(0, LISTED).map(([name, value]) => {
    const key = typeof name === "string" ? readable(name) : formatExcerpt(name);
    return value instanceof Named ? `${key} (${notRun(value)})` : key;
  });
  return entries.join(", ") || "nothing";
}

const notRun = ({ name }: Named) =>
  REFUSED_TENSORS.get(name) ?? `${readable(name)}, which may be a program and is not run`;
