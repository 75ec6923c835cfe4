/**
 * What a plugin brings is somebody's script: of any kind until it is looked at, and its mistakes are to be told as its own.
 *
 * @module
 */
import { basename } from "node:path";
import { inspect } from "node:util";

/** Who brings a model or a data set that is not of this package. */
export interface Registration {
  /** Such as a plugin's file: errors name it. It may register its names again, nobody else may. */
  readonly by?: string;
}

/** What an object must hold, by key: in words, and whether a value is that. */
export type Wanted = Readonly<Record<string, readonly [expected: string, holds: (value: unknown) => boolean]>>;

/** A list with something in it, of such values. */
export function listOf(holds: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.length > 0 && value.every(holds);
}

/** Whether it is a text that is not empty. */
export const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

/** Whether it can be called. */
export const isFunction = (value: unknown): boolean => typeof value === "function";

/** The first of what is wanted that is missing or of another kind, in words; `undefined` where all is there. */
export function describeMismatch(brought: unknown, wanted: Wanted): string | undefined {
  if (typeof brought !== "object" || brought === null)
    return `expected an object with ${Object.keys(wanted).join(", ")}, got ${formatValue(brought)}`;
  const values = brought as Record<string, unknown>;
  const lacking = Object.entries(wanted).find(([key, [, holds]]) => !holds(values[key]));
  return lacking && `${lacking[0]}: expected ${lacking[1][0]}, got ${formatValue(values[lacking[0]])}`;
}

/** A value in a few words. */
export function formatValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 5 });
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** What somebody's script threw, which may be anything, and at which line of its file, where that is known. */
export function describeThrown(thrown: unknown, by = ""): string {
  if (!(thrown instanceof Error)) return `it threw ${formatValue(thrown)}, which is no Error`;
  const line = lineIn(thrown.stack ?? "", by);
  const what = [...(thrown.name === "Error" ? [] : [thrown.name]), thrown.message || "an error without words"];
  return `${line ? `line ${line}: ` : ""}${what.join(": ")}`;
}

/** A frame of the stack reads `file:///…/stripes.js?<version>:12:5`. */
function lineIn(stack: string, file: string): string | undefined {
  const name = encodeURI(basename(file)).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return name === "" ? undefined : new RegExp(`/${name}(?:\\?\\w+)?:(\\d+)`).exec(stack)?.[1];
}
