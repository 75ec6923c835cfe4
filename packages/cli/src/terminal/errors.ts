/**
 * Errors as the user reads them, and the exit code they mean. An error of ours says itself whose fault it is; an error of
 * the operating system is explained; anything else is unexpected, and the user learns how to see where it happened.
 *
 * @module
 */
import { describeSystemError, LabError } from "@selectivity-lab/base";
import type { Terminal } from "./terminal.js";

const TRACE_HINT = "  to see where it happened: set SELECTIVITY_TRACE=1 and run the command again";

/** Prints an error. @returns 2 where the command or its input was wrong, 1 where the work failed. */
export function reportError(error: unknown, terminal: Pick<Terminal, "say">): number {
  const expected = error instanceof LabError ? error : (describeSystemError(error) ?? describeExhaustion(error));
  terminal.say(`selectivity: ${(expected ?? toError(error)).message}`);
  if (process.env.SELECTIVITY_TRACE) terminal.say(toError(error).stack ?? "");
  else if (!expected) terminal.say(TRACE_HINT);
  return expected?.fault === "input" ? 2 : 1;
}

/** Loading the program opens this many files at once. */
const FILES_TO_LOAD = 512;

/** Node says that a package is missing where the limit of open files keeps it from looking. */
function describeExhaustion(error: unknown): LabError | undefined {
  if ((error as NodeJS.ErrnoException | undefined)?.code !== "ERR_MODULE_NOT_FOUND") return undefined;
  const limit = Number(readLimits()?.open_files?.soft);
  if (!(limit < FILES_TO_LOAD)) return undefined;
  return new LabError({
    code: "too-many-files",
    problem: `${toError(error).message}\n  this process may open ${limit} files, and the program opens more at its start (EMFILE)`,
    remedy: "raise the limit with `ulimit -n`, then run the command again",
    fault: "work",
    cause: error,
  });
}

function readLimits(): { readonly open_files?: { readonly soft?: unknown } } | undefined {
  return (process.report.getReport() as { userLimits?: ReturnType<typeof readLimits> }).userLimits;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
