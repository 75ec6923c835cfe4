/**
 * Checks what a plugin registers: values of any type, until they are checked, whose errors must name the plugin.
 *
 * @module
 */
import { basename } from "node:path";
import { inspect } from "node:util";

/** The owner of a model or a data set that is not part of this package. */
export interface Registration {
  /** The plugin's file, for errors. Only the same plugin may register a name again. */
  readonly by?: string;
}

/** Requirements for the properties of an object: what is expected, and whether a value meets it. */
export type Wanted = Readonly<Record<string, readonly [expected: string, holds: (value: unknown) => boolean]>>;

/** Makes the test for a list that is not empty and whose values pass a test. */
export function isListOf(holds: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.length > 0 && value.every(holds);
}

/** Whether a value is a text that is not empty. */
export const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

/** Whether a value is a function. */
export const isFunction = (value: unknown): boolean => typeof value === "function";

/** Describes the first property that does not meet its requirement; `undefined` if all do. */
export function describeMismatch(brought: unknown, wanted: Wanted): string | undefined {
  if (typeof brought !== "object" || brought === null)
    return `expected an object with ${Object.keys(wanted).join(", ")}, got ${formatValue(brought)}`;
  const values = brought as Record<string, unknown>;
  const lacking = Object.entries(wanted).find(([key, [, holds]]) => !holds(values[key]));
  return lacking && `${lacking[0]}: expected ${lacking[1][0]}, got ${formatValue(values[lacking[0]])}`;
}

/** Formats a value in a few words. */
export function formatValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 5 });
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** Describes what a plugin threw, which may be anything, with the line of its file if that is known. */
export function describeThrown(thrown: unknown, by = ""): string {
  if (!(thrown instanceof Error)) return `it threw ${formatValue(thrown)}, which is not an Error`;
  const line = findLine(thrown.stack ?? "", by);
  const what = [...(thrown.name === "Error" ? [] : [thrown.name]), thrown.message || "an error without a message"];
  return `${line ? `line ${line}: ` : ""}${what.join(": ")}`;
}

/** Finds the line of a file in a stack, whose frames read `file:///…/stripes.js?<version>:12:5`. */
function findLine(stack: string, file: string): string | undefined {
  const name = encodeURI(basename(file)).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return name === "" ? undefined : new RegExp(`/${name}(?:\\?\\w+)?:(\\d+)`).exec(stack)?.[1];
}
