/**
 * Where a command's words go: what it found to stdout, what it says while working to stderr. Handed to the commands, so
 * that a test can listen.
 *
 * @module
 */

/** The outside of a command. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Progress, notes, errors. */
  say(text: string): void;
  /** Whether stderr is a terminal that can redraw lines. */
  readonly live: boolean;
  /** Whether the user asked for no progress. */
  quiet: boolean;
  /** Aborted at the first SIGINT, SIGTERM or SIGHUP. */
  readonly stop: AbortSignal;
  /** What is then said to happen, where a command does something else than save and stop. */
  onStop?: string;
}

/** The process's own terminal. */
export function processTerminal(stop: AbortSignal): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreNobody);
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    say: (text) => process.stderr.write(`${text}\n`),
    live: process.stderr.isTTY === true && process.env.TERM !== "dumb",
    quiet: false,
    stop,
  };
}

/** Whoever read our words has left, as `head` does, or the terminal is gone; the work goes on. */
function ignoreNobody(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
}
