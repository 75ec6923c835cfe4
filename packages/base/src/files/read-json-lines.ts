/**
 * Logs with one JSON document per line. A line that a killed process left incomplete costs that line only.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { FileError } from "../errors/file-error.js";
import { explainError } from "../errors/system-error.js";
import { decodeJson } from "./read-json.js";

/** The readable lines of a log, and a warning with path and line number for each of the others. */
export interface JsonLines<T> {
  readonly lines: T[];
  readonly warnings: string[];
}

/** Reads a log. A log that does not exist yet is empty; any other failure to read it is a warning. */
export async function readJsonLines<S extends z.ZodType>(path: string, schema: S): Promise<JsonLines<z.output<S>>> {
  const read: JsonLines<z.output<S>> = { lines: [], warnings: [] };
  for (const [index, line] of (await readText(path, read.warnings)).split("\n").entries()) {
    if (line === "") continue;
    try {
      read.lines.push(decodeJson(`${path}:${index + 1}`, line, schema));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      read.warnings.push(`${error.problem} The line is skipped.`);
    }
  }
  return read;
}

async function readText(path: string, warnings: string[]): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (!isMissing) warnings.push(`${path}: cannot be read: ${explainError(error)}.`);
    return "";
  }
}
