/**
 * Why nothing can be found at a path: links that lead nowhere look like files in a listing, so that "does not exist" is no help.
 *
 * @module
 */
import { lstatSync, readlinkSync, statSync } from "node:fs";
import path from "node:path";
import { explainError, isSystemError } from "./system-error.js";

/**
 * One clause with the path as its subject: `a.pt does not exist`, `a.pt is a link to b.pt, which does not exist`,
 * `a.pt: the symbolic links go around in a circle (ELOOP)`.
 *
 * @param where a path at which `existsSync` finds nothing.
 */
export function explainAbsence(where: string): string {
  const nearest = findNearest(where);
  if (lstatSync(nearest).isSymbolicLink()) {
    const link = `${nearest} is a link to ${readlinkSync(nearest)}, which does not exist`;
    return explain(nearest, link) ?? `${where} does not exist`;
  }
  return explain(where, `${where} does not exist`) ?? `${where} does not exist`;
}

/** What the system says of a path; `missing` where it only says that there is nothing, `undefined` where there is something. */
function explain(where: string, missing: string): string | undefined {
  try {
    statSync(where);
    return undefined;
  } catch (error) {
    return isSystemError(error) && error.code === "ENOENT" ? missing : `${where}: ${explainError(error)}`;
  }
}

/** The path itself, or the nearest above it that is there, be it a link to nowhere. */
export function findNearest(where: string): string {
  try {
    lstatSync(where);
    return where;
  } catch {
    const above = path.dirname(where);
    return above === where ? where : findNearest(above);
  }
}
