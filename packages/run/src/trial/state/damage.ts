/**
 * Damaged files: truncated, overwritten, partly lost.
 *
 * @module
 */
import { FileError, LabError } from "@selectivity-lab/base";
import { SafetensorsError } from "@selectivity-lab/torch";
import { z } from "zod";

/** A file can be read, but its contents do not match their checksum. */
export class ChecksumError extends LabError {
  override readonly name = "ChecksumError";

  constructor(path: string) {
    super({ code: "checksum-mismatch", problem: "its contents do not match their checksum", path, fault: "work" });
  }
}

/** Whether an error is about a file's contents, and not about reaching the file, which may work in a minute. */
export function isDamage(error: unknown): boolean {
  if (error instanceof SafetensorsError || error instanceof FileError)
    return !isSystemError(error.cause) || LOST.includes(error.cause.code ?? "");
  return error instanceof ChecksumError || error instanceof z.ZodError || error instanceof SyntaxError;
}

/** Codes that say that the file, or a block of it, is lost. */
const LOST = ["ENOENT", "EIO"];

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}
