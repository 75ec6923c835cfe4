/**
 * Where an exported file goes.
 *
 * @module
 */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { ExportError } from "./error.js";

/** @throws {@link ExportError} where a file cannot be written, or one is there that is not to be replaced. */
export function requirePlace(out: string, force: boolean): void {
  const folder = path.dirname(out);
  if (!existsSync(folder))
    throw new ExportError(`${folder} does not exist\n  to do: make that folder, or name another with --out`);
  if (existsSync(out) && statSync(out).isDirectory())
    throw new ExportError(`${out} is a folder\n  to do: name a file in it with --out`);
  if (existsSync(out) && !force)
    throw new ExportError(
      `${out} is there already\n  to do: name another file with --out, or replace this one with --force`,
    );
}
