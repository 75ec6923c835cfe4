/**
 * Says of a folder that cannot be written to that it cannot, whatever the system says.
 *
 * @module
 */

import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { explainAbsence, explainErrno } from "@selectivity-lab/base";
import { SweepConflictError } from "./conflict.js";

/** What the nearest folder that is there refuses: Node tells a read-only disk as ENOENT. */
function refusal(folder: string): string | undefined {
  const there = existsSync(folder) ? folder : undefined;
  if (!there) return refusal(path.dirname(path.resolve(folder)));
  try {
    accessSync(there, constants.W_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

/** The reason in words, after the folder's name. */
function explainRefusal(folder: string, cause: unknown): string {
  const code = refusal(folder) ?? (cause as NodeJS.ErrnoException).code ?? "";
  if (code !== "ENOENT") return ` (${code}): ${explainErrno(code)}`;
  const absence = explainAbsence(folder);
  return absence.endsWith(`${folder} does not exist`) ? ` (${code})` : ` (${code}): ${absence}`;
}

/** Does what writes to a folder. @throws {@link SweepConflictError} where the folder cannot be written to. */
export async function writingTo<Result>(folder: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (!["EROFS", "EACCES", "EPERM", "ENOSPC", "EDQUOT", "ENOTDIR", "ENOENT"].includes(code ?? "")) throw cause;
    throw new SweepConflictError({
      problem: `${folder} cannot be written to${explainRefusal(folder, cause)}`,
      remedy: "name another folder with --out",
      path: folder,
      cause,
    });
  }
}
