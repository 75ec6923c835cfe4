/**
 * Ctrl-C, once: save and stop. Twice: leave at once.
 *
 * @module
 */

/** Exit codes of a command that a signal ended, as shells know them. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Listens for signals while `work` runs. @returns its exit code, or the signal's when one came. */
export async function untilSignal(
  work: (stop: AbortSignal) => Promise<number>,
  say: (text: string) => void,
): Promise<number> {
  const stop = new AbortController();
  let signalled = 0;
  const onSignal = (signal: keyof typeof EXIT_CODES) => {
    if (signalled) process.exit(EXIT_CODES[signal]);
    signalled = EXIT_CODES[signal];
    say("\nsaving, then stopping; the same command goes on from here. Again to leave at once.");
    stop.abort();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  try {
    const code = await work(stop.signal);
    return signalled || code;
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}
