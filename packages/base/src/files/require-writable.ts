/**
 * Meets what would refuse a file before the work that makes it.
 *
 * @module
 */
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import { explainAbsence, findNearest } from "../errors/explain-absence.js";
import { createSystemError } from "../errors/system-error.js";

/**
 * Checks that a file or a folder can be made at a path, whose missing parents will be made too.
 *
 * @throws SystemError where a part of the path is a file or a link to nowhere, or the folder cannot be written to.
 */
export function requireWritable(where: string): void {
  const folder = findNearest(path.dirname(path.resolve(where)));
  const found = statSync(folder, { throwIfNoEntry: false }); // throws for links that go around in a circle
  if (!found) throw createSystemError("ENOENT", folder, explainAbsence(folder));
  if (!found.isDirectory()) throw createSystemError("ENOTDIR", where, `${folder} is a file, not a folder`);
  accessSync(folder, constants.W_OK);
}
