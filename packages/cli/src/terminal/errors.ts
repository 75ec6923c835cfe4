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
  const expected = error instanceof LabError ? error : describeSystemError(error);
  terminal.say(`selectivity: ${(expected ?? toError(error)).message}`);
  if (process.env.SELECTIVITY_TRACE) terminal.say(toError(error).stack ?? "");
  else if (!expected) terminal.say(TRACE_HINT);
  return expected?.fault === "input" ? 2 : 1;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
