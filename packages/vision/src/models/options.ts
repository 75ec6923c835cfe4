/**
 * Options of a model from a recipe: of unknown type until they are checked.
 * @module
 */

import { findNearest } from "@selectivity-lab/base";
import { ModelError } from "./error.js";

/** Checks that the model has these options. @throws ModelError if it has not. */
export function checkOptionNames(model: string, given: object, known: readonly string[]): void {
  for (const name of Object.keys(given))
    if (!known.includes(name)) {
      const meant = findNearest(name, known);
      throw new ModelError({
        code: "unknown-option",
        problem: `${model} has no option "${name}".${meant ? ` Did you mean "${meant}"?` : ""}`,
        remedy:
          known.length > 0 ? `choose among its options: ${known.join(", ")}` : "omit it: this model has no options",
      });
    }
}

/** Reads the value of an option as a whole number above 0. */
export function positiveInteger(model: string, name: string, value: unknown): number {
  if (isPositiveInteger(value)) return value;
  throw invalid(model, name, "a whole number above 0", value, "16");
}

/** Reads the value of an option as a list of whole numbers above 0. */
export function positiveIntegers(model: string, name: string, value: unknown): readonly number[] {
  if (Array.isArray(value) && value.length > 0 && value.every(isPositiveInteger)) return value;
  throw invalid(model, name, "a list of whole numbers above 0", value, "[256, 128]");
}

/** Reads the value of an option as a number from 0 to below 1. */
export function fraction(model: string, name: string, value: unknown): number {
  if (typeof value === "number" && value >= 0 && value < 1) return value;
  throw invalid(model, name, "a number from 0 to below 1", value, "0.5");
}

/** Reads the value of an option as a key of a table. @returns the entry. */
export function findEntry<Entry>(
  model: string,
  name: string,
  value: unknown,
  table: Readonly<Record<string, Entry>>,
): Entry {
  const entry = Object.entries(table).find(([key]) => key === value);
  if (entry) return entry[1];
  const keys = Object.keys(table).map((key) => JSON.stringify(key));
  throw invalid(model, name, `one of ${keys.join(", ")}`, value, `${keys[0]}`);
}

function isPositiveInteger(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0;
}

function invalid(model: string, name: string, expected: string, value: unknown, example: string): ModelError {
  const problem = `${model}: option "${name}" must be ${expected}, got ${JSON.stringify(value)}.`;
  return new ModelError({ code: "invalid-option", problem, remedy: `write, for example, {"${name}": ${example}}` });
}
