/**
 * Checks where an exported file is to go.
 *
 * @module
 */

import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { explainAbsence, requireWritable } from "@selectivity-lab/base";
import { ExportError } from "./error.js";

/** @throws {@link ExportError} where the file cannot be written, or would replace another without `force`. */
export function requirePlace(out: string, force: boolean): void {
  const folder = path.dirname(out);
  if (!existsSync(folder))
    throw new ExportError({
      code: "folder-not-found",
      problem: explainAbsence(folder),
      remedy: "create that folder, or name a different one with --out",
      path: folder,
    });
  requireWritable(out);
  if (existsSync(out) && statSync(out).isDirectory())
    throw new ExportError({
      code: "is-a-folder",
      problem: `${out} is a folder`,
      remedy: "name a file in it with --out",
      path: out,
    });
  if (existsSync(out) && !force)
    throw new ExportError({
      code: "file-exists",
      problem: `${out} already exists`,
      remedy: "name a different file with --out, or replace this one with --force",
      path: out,
    });
}
