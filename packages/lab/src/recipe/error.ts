/**
 * What is wrong with a recipe, all of it at once.
 *
 * @module
 */
import { nearest } from "@selectivity-lab/vision";
import type { z } from "zod";

/** A recipe cannot be found or does not fit its schema. */
export class RecipeError extends Error {
  override readonly name = "RecipeError";
  readonly code = "RECIPE";

  /** @param where the file or the name. @param problems one line each. */
  constructor(
    readonly where: string,
    readonly problems: readonly string[],
    options?: ErrorOptions,
  ) {
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    super(`${where} has ${count}\n${problems.map((problem) => `  ✖ ${problem}`).join("\n")}`, options);
  }
}

/** A schema's findings as lines: `epocs: unknown key; did you mean "epochs"?`. */
export function describeIssues(issues: readonly z.core.$ZodIssue[], input: unknown, keys: readonly string[]): string[] {
  return issues.flatMap((issue) => {
    const place = issue.path.join(".");
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => `${[...issue.path, key].join(".")}: ${unknownKey(key, place === "" ? keys : [])}`);
    return [`${place}: ${lowerFirst(messageOf(issue))}; received ${show(valueAt(input, issue.path))}`];
  });
}

function unknownKey(key: string, keys: readonly string[]): string {
  const meant = nearest(key, keys);
  return `unknown key${meant ? `; did you mean "${meant}"?` : keys.length > 0 ? `; keys are ${keys.join(", ")}` : ""}`;
}

/** A union reports all that its members found; the last member is the fullest form. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_union") return issue.message;
  const wanted = issue.errors.flatMap((member) => member.map((inner) => lowerFirst(messageOf(inner))));
  return [...new Set(wanted)].join(", or ");
}

function lowerFirst(message: string): string {
  return (message.charAt(0).toLowerCase() + message.slice(1))
    .replace(/^invalid (input|option): /, "")
    .replace(/, received .*$/, "");
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input);
}
