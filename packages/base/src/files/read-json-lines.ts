/**
 * Logs of one JSON document a line, read with forgiveness: a line that a killed process left torn costs that line only.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { decodeJson, FileError } from "./read-json.js";

/** The readable lines of a log, and a warning, with path and number, for each of the others. */
export interface JsonLines<T> {
  readonly lines: T[];
  readonly warnings: string[];
}

/** Reads a log; one that does not exist yet is empty. Any other failure to read it is a warning. */
export async function readJsonLines<S extends z.ZodType>(path: string, schema: S): Promise<JsonLines<z.output<S>>> {
  const read: JsonLines<z.output<S>> = { lines: [], warnings: [] };
  for (const [index, line] of (await textOf(path, read.warnings)).split("\n").entries()) {
    if (line === "") continue;
    try {
      read.lines.push(decodeJson(`${path}:${index + 1}`, line, schema));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      read.warnings.push(`${error.message} The line is skipped.`);
    }
  }
  return read;
}

async function textOf(path: string, warnings: string[]): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") warnings.push(`${path}: cannot be read (${code}).`);
    return "";
  }
}
