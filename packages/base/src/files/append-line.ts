/**
 * Logs of one JSON document per line, written to.
 *
 * @module
 */
import { open } from "node:fs/promises";
import { encodeJson } from "./write-json.js";

/** Adds one document to a log of JSON lines, below a line that a killed process may have left torn. */
export async function appendLine(file: string, document: object): Promise<void> {
  const log = await open(file, "a+");
  try {
    const { size } = await log.stat();
    const { buffer: end } = await log.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    const isTorn = size > 0 && end.toString() !== "\n";
    await log.appendFile(`${isTorn ? "\n" : ""}${encodeJson(document)}\n`);
    await log.sync();
  } finally {
    await log.close();
  }
}
