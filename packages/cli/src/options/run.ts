/**
 * How a command is run.
 *
 * @module
 */
import type { Effects } from "../terminal/effects.js";
import { reportError } from "../terminal/errors.js";
import { SAVING, untilSignal } from "../terminal/signals.js";
import { createTerminal, type Terminal } from "../terminal/terminal.js";

/** A command: gets its terminal, returns its exit code. */
export type Work = (terminal: Terminal) => Promise<number>;

/** Runs a command to its end, including its errors and signals. */
export type RunCommand = (work: Work, options: { quiet?: boolean }) => Promise<void>;

/** Runs a command with these effects. @returns its exit code. */
export async function runWithEffects(work: Work, quiet: boolean, effects: Effects): Promise<number> {
  let terminal: Terminal | undefined;
  const begin = (stop: AbortSignal) => {
    const own = createTerminal(effects, stop, quiet);
    terminal = own;
    return work(own).catch((error) => reportError(error, own));
  };
  const say = (text: string) => effects.stderr.write(`${text}\n`);
  return untilSignal(begin, say, effects.exit, () => terminal?.onStop ?? SAVING);
}
