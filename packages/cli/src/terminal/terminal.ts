/**
 * Where a command's text goes: its results to stdout, what it says while it works to stderr. Handed to the commands, so
 * that a test can listen.
 *
 * @module
 */
import { colorsFor } from "./colors.js";
import type { Effects, OutputStream } from "./effects.js";

/** What a command speaks through. */
export interface Terminal {
  /** Writes a line of results. */
  out(text: string): void;
  /** Writes a line of progress, a note or an error. */
  say(text: string): void;
  /** Where `say` writes, for a block that is redrawn in place. */
  readonly stderr: OutputStream;
  /** Colors for results. */
  readonly colors: ReturnType<typeof colorsFor>;
  /** Whether stderr is a terminal that can redraw lines. */
  readonly live: boolean;
  /** Whether the user asked for no progress. */
  quiet: boolean;
  /** Aborted at the first SIGINT, SIGTERM or SIGHUP. */
  readonly stop: AbortSignal;
  /** What is then said to happen, where a command does something other than save and stop. */
  onStop?: string;
}

/** The terminal of a command. */
export function createTerminal({ stdout, stderr }: Effects, stop: AbortSignal, quiet: boolean): Terminal {
  return {
    out: (text) => stdout.write(`${text}\n`),
    say: (text) => stderr.write(`${text}\n`),
    stderr,
    colors: colorsFor(stdout),
    live: stderr.isTTY === true && process.env.TERM !== "dumb",
    quiet,
    stop,
  };
}
