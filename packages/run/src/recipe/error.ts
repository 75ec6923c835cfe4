/**
 * All problems of a recipe at once.
 *
 * @module
 */
import { encodeJson, findNearest, LabError } from "@selectivity-lab/base";
import type { z } from "zod";

/** A recipe cannot be found or does not fit its schema. */
export class RecipeError extends LabError {
  override readonly name = "RecipeError";

  /** @param where the file or the name. @param problems one line each. */
  constructor(
    readonly where: string,
    readonly problems: readonly string[],
    options?: ErrorOptions,
  ) {
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    const details = problems.map((problem) => `✖ ${problem}`);
    super({ code: "invalid-recipe", problem: `${where} has ${count}`, details, cause: options?.cause });
  }
}

/**
 * A schema's findings as lines: `epocs: unknown key; did you mean "epochs"?`.
 *
 * @param keysAt the keys that an object at a path may have, where they are known.
 */
export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
  keysAt: (path: readonly PropertyKey[]) => readonly string[],
): string[] {
  return issues.flatMap(fullest).flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => `${[...issue.path, key].join(".")}: ${unknownKey(key, keysAt(issue.path))}`);
    return [`${issue.path.join(".")}: ${textOf(issue)}; received ${show(valueAt(input, issue.path))}`];
  });
}

/** A union's findings are those of the member whose kind of value it was, where there is one. */
function fullest(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const meant = issue.errors.find((member) => member.every(isInside));
  if (!meant) return [issue];
  return meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })).flatMap(fullest);
}

function isInside({ code, path }: z.core.$ZodIssue): boolean {
  return path.length > 0 || code === "unrecognized_keys";
}

function unknownKey(key: string, keys: readonly string[]): string {
  const meant = findNearest(key, keys);
  return `unknown key${meant ? `; did you mean "${meant}"?` : keys.length > 0 ? `; keys are ${keys.join(", ")}` : ""}`;
}

function textOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_union" && issue.errors.length > 0)
    return [...new Set(issue.errors.flatMap((member) => member.map(textOf)))].join(", or ");
  const text = issue.message.replace(/^Invalid [^:.]*[:.] /, "").replace(/, received .*$/, "");
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : encodeJson(value);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input);
}
