/**
 * `key=value` words of the command line: values are YAML, and commas and ranges make lists.
 *
 *     epochs=5    alpha=-1,0,1    seed=0..4    schedule=cosine    augment.flip=true
 *
 * @module
 */
import { parse } from "yaml";
import { RecipeError } from "./error.js";

/** Values by key, as a recipe file would hold them. */
export type Overrides = Record<string, unknown>;

/**
 * Reads `key=value` words; a dotted key sets a part of an object. A later word wins.
 *
 * @throws {@link RecipeError} for a word without `=`, or a value that is not YAML.
 */
export function parseOverrides(words: readonly string[]): Overrides {
  const overrides: Overrides = {};
  for (const word of words) {
    const at = word.indexOf("=");
    if (at < 1) throw new RecipeError("the command line", [`${word}: expected key=value, such as epochs=5`]);
    setAt(overrides, word.slice(0, at).split("."), parseValue(word.slice(0, at), word.slice(at + 1)));
  }
  return overrides;
}

/** A list of numbers as users write it: `-1,0,1`, `0..4`, or both. */
export function parseList(text: string): unknown[] {
  return text.split(",").flatMap((part) => {
    const [, first, last] = /^(\d+)\.\.(\d+)$/.exec(part.trim()) ?? [];
    if (first === undefined || last === undefined) return [parse(part.trim())];
    const [from, to] = [Number(first), Number(last)];
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  });
}

function parseValue(key: string, text: string): unknown {
  if (/^[^[{"']*(,|\d\.\.\d)/.test(text)) return parseList(text);
  try {
    return parse(text);
  } catch (cause) {
    throw new RecipeError("the command line", [`${key}: ${(cause as Error).message.split("\n")[0]}`], { cause });
  }
}

function setAt(target: Overrides, [key = "", ...rest]: string[], value: unknown): void {
  if (rest.length === 0) target[key] = value;
  else {
    const inner = typeof target[key] === "object" && target[key] !== null ? (target[key] as Overrides) : {};
    target[key] = inner;
    setAt(inner, rest, value);
  }
}
