/**
 * JSON files as checked values: a document that does not fit its schema is an error that names the file.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { describeUnreadable, FileError } from "../errors/file-error.js";

/**
 * Reads one JSON document.
 *
 * @throws {@link FileError} when the file is missing, is not JSON, or does not fit the schema.
 */
export async function readJson<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new FileError(describeUnreadable(path, cause));
  }
  return decodeJson(path, text, schema);
}

/**
 * Parses and checks a JSON text.
 *
 * @param path where the text is from, for the error.
 * @throws {@link FileError} when the text is not JSON, or does not fit the schema.
 */
export function decodeJson<S extends z.ZodType>(path: string, text: string, schema: S): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FileError({ code: "not-json", path, complaint: `expected JSON: ${(cause as Error).message}`, cause });
  }
  const checked = schema.safeParse(value);
  if (!checked.success)
    throw new FileError({
      code: "unexpected-content",
      path,
      complaint: describeIssues(checked.error),
      cause: checked.error,
    });
  return checked.data;
}

function describeIssues(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join(".") || "the document"}: ${message}`).join("; ");
}
