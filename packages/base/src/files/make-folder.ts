/**
 * Folders, made with those above them.
 *
 * @module
 */
import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { explainAbsence } from "../errors/explain-absence.js";
import { createSystemError } from "../errors/system-error.js";

/**
 * Makes a folder, and those above it that are missing; does nothing where it is there.
 *
 * Node's own recursive `mkdir` never ends where a folder can be made nowhere, as below `/proc` or in a working folder that was
 * removed (seen in Node 20).
 *
 * @throws Error with the system's code where one cannot be made, or a file is in its place.
 */
export function makeFolder(path: string): void {
  const folder = resolve(path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    const there = statSync(folder, { throwIfNoEntry: false });
    if (!there && (error as NodeJS.ErrnoException).code === "EEXIST")
      throw createSystemError("ENOENT", folder, explainAbsence(folder)); // a link to nowhere
    if (!there?.isDirectory()) throw error; // else another process was quicker
  }
}
