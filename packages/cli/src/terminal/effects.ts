/**
 * What the command touches outside itself: its streams, and the process that it may have to leave at once. Tests pass
 * their own.
 *
 * @module
 */

/** A stream for text. */
export type OutputStream = NodeJS.WritableStream & { readonly isTTY?: boolean | undefined };

/** The outside of the command. */
export interface Effects {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Ends the process at once: at the second Ctrl-C. */
  exit(code: number): void;
}

/** The effects of a real process. */
export const processEffects: Effects = {
  stdout: process.stdout,
  stderr: process.stderr,
  exit: (code) => process.exit(code),
};
