/**
 * What becomes of text that cannot be written. A reader that leaves, as `head` does, is no fault: the command continues
 * and ends quietly. Anything else, such as a full disk, is reported once the command has ended.
 *
 * @module
 */
import { explainError } from "@selectivity-lab/base";
import type { Effects, OutputStream } from "./effects.js";

/** Codes of a stream whose other end is gone. */
const READER_IS_GONE: readonly (string | undefined)[] = ["EPIPE", "EIO"];

/** Runs a command. @returns its exit code, or 1 where it was fine but its output was not written. */
export async function withGuardedOutput(
  { stdout, stderr }: Pick<Effects, "stdout" | "stderr">,
  command: () => Promise<number>,
): Promise<number> {
  let failure: Error | undefined;
  const onError = (error: NodeJS.ErrnoException) => {
    if (!READER_IS_GONE.includes(error.code)) failure ??= error;
  };
  for (const stream of [stdout, stderr]) stream.on("error", onError);
  try {
    const code = await command();
    await flush([stdout, stderr]);
    if (!failure) return code;
    stderr.write(`selectivity: the output could not be written: ${explainError(failure)}\n`);
    return code === 0 ? 1 : code;
  } finally {
    await flush([stdout, stderr]);
    for (const stream of [stdout, stderr]) stream.off("error", onError);
  }
}

/** Waits until everything is written, or known to be lost; streams report errors one turn of the event loop later. */
async function flush(streams: readonly OutputStream[]): Promise<void> {
  await Promise.all(streams.map((stream) => new Promise((resolve) => stream.write("", resolve))));
  await new Promise(setImmediate);
}
