/**
 * Ctrl-C, once: save and stop. Twice: leave at once. A terminal that is closed, or a lost connection to it, is as good as a Ctrl-C.
 *
 * @module
 */

/** Exit codes of a command that a signal ended, as shells know them. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type Signal = keyof typeof EXIT_CODES;
const SIGNALS = Object.keys(EXIT_CODES) as Signal[];

/** What Ctrl-C does to most commands. */
export const SAVING = "saving, then stopping; the same command goes on from here.";

/**
 * Listens for signals while `work` runs.
 *
 * @param consequence what the first signal will do, as a sentence; asked when it comes.
 * @returns the exit code of `work`, or the signal's when one came.
 */
export async function untilSignal(
  work: (stop: AbortSignal) => Promise<number>,
  say: (text: string) => void,
  consequence: () => string = () => SAVING,
): Promise<number> {
  const stop = new AbortController();
  let signalled = 0;
  const onSignal = (signal: Signal) => {
    if (signalled && signal === "SIGHUP") return; // nobody is there any more to want it at once
    if (signalled) process.exit(EXIT_CODES[signal]);
    signalled = EXIT_CODES[signal];
    say(`\n${consequence()} Again to leave at once.`);
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
