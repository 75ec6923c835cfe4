/**
 * How a command is run.
 *
 * @module
 */
import { reportError } from "../terminal/errors.js";
import { SAVING, untilSignal } from "../terminal/signals.js";
import { processTerminal, type Terminal } from "../terminal/terminal.js";

/** A command: gets its terminal, returns its exit code. */
export type Work = (terminal: Terminal) => Promise<number>;

/** Runs a command to its end, its errors and signals included. */
export type RunCommand = (work: Work, options: { quiet?: boolean }) => Promise<void>;

/** Runs a command in this process. @returns the exit code. */
export async function runInProcess(work: Work, quiet: boolean): Promise<number> {
  const say = (text: string) => process.stderr.write(`${text}\n`);
  let terminal: Terminal | undefined;
  const begin = (stop: AbortSignal) => {
    const own = { ...processTerminal(stop), quiet };
    terminal = own;
    return work(own).catch((error) => reportError(error, own));
  };
  return untilSignal(begin, say, () => terminal?.onStop ?? SAVING);
}
