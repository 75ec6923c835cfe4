/**
 * Ctrl-C once: save and stop. Twice: leave at once. Closing the terminal, or losing the connection to it, counts as one
 * Ctrl-C.
 *
 * @module
 */

/** Exit codes that shells expect of a command that a signal ended. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type Signal = keyof typeof EXIT_CODES;
const SIGNALS = Object.keys(EXIT_CODES) as Signal[];

/** What Ctrl-C does to most commands. */
export const SAVING = "Saving, then stopping. Run the same command again to continue from here.";

/**
 * Listens for signals while `work` runs.
 *
 * @param exit leaves the process at once.
 * @param consequence what the first signal will do, as a sentence; called when a signal arrives.
 * @returns the exit code of `work`, or that of the signal that arrived.
 */
export async function untilSignal(
  work: (stop: AbortSignal) => Promise<number>,
  say: (text: string) => void,
  exit: (code: number) => void,
  consequence: () => string = () => SAVING,
): Promise<number> {
  const stop = new AbortController();
  let signalled = 0;
  const onSignal = (signal: Signal) => {
    if (signalled && signal === "SIGHUP") return; // a closed terminal sends it once more; nobody asked twice
    if (signalled) return exit(EXIT_CODES[signal]);
    signalled = EXIT_CODES[signal];
    say(`\n${consequence()} Press Ctrl-C again to leave at once.`);
    stop.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    const code = await work(stop.signal);
    return signalled || code;
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
