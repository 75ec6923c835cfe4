/**
 * JSON files as checked values: what does not fit its schema is an error that names the file.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import type { z } from "zod";

/** A file is missing, or does not hold what it should. Its `path` says which; `cause` keeps what the reader met. */
export class FileError extends Error {
  override readonly name = "FileError";
  readonly code = "FILE_UNREADABLE";

  constructor(
    readonly path: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${path}: ${problem}`, options);
  }
}

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
    throw new FileError(path, `cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  }
  return decodeJson(path, text, schema);
}

/**
 * The value of a JSON text.
 *
 * @param path where the text came from, for the error.
 * @throws {@link FileError} when the text is not JSON, or does not fit the schema.
 */
export function decodeJson<S extends z.ZodType>(path: string, text: string, schema: S): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FileError(path, `expected JSON: ${(cause as Error).message}`, { cause });
  }
  const checked = schema.safeParse(value);
  if (!checked.success) throw new FileError(path, describe(checked.error), { cause: checked.error });
  return checked.data;
}

function describe(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join(".") || "the document"}: ${message}`).join("; ");
}
