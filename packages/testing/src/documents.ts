/** Documents that commands print, checked against their schemas. */
import { expect } from "vitest";
import type { z } from "zod";

/** Reads what a command printed with `--json`: one document that fits its schema and has no key beyond it. */
export function readDocument<Schema extends z.ZodType>(schema: Schema, stdout: string): z.infer<Schema> {
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  const written = JSON.parse(stdout);
  const document = schema.parse(written);
  expect(JSON.parse(JSON.stringify(document))).toEqual(withoutNonFinite(written));
  return document;
}

/** Non-finite numbers are texts in a document, and null in plain JSON. */
function withoutNonFinite(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, item) => (NON_FINITE.includes(item) ? null : item)));
}

const NON_FINITE: readonly unknown[] = ["NaN", "Infinity", "-Infinity"];
