/**
 * The format of a file of weights, from its first bytes: names mislead, such as `model_best.pth.tar`, which is not a tar file.
 * @module
 */
import { readSync } from "node:fs";
import { withFile } from "@selectivity-lab/base";
import { LARGEST_HEADER, LENGTH_BYTES } from "../safetensors/safetensors-format.js";

/** Kinds of files of weights. */
export type WeightsFormat = "safetensors" | "torch" | "old torch";

/** How many bytes tell. */
const HEAD = LENGTH_BYTES + 1;

/**
 * Decides by the first nine bytes: a JSON header after its length, a zip archive, or a pickle of protocol 2 to 5.
 *
 * @returns `undefined` for anything else. @throws what the file system says.
 */
export function weightsFormat(path: string): WeightsFormat | undefined {
  const head = Buffer.alloc(HEAD);
  const count = withFile(path, "r", (file) => readSync(file, head, 0, HEAD, 0));
  if (count === HEAD && head[LENGTH_BYTES] === 0x7b && head.readBigUInt64LE() <= LARGEST_HEADER) return "safetensors";
  const [first = 0, second = 0] = head;
  if (head.toString("latin1", 0, 2) === "PK") return "torch";
  if (first === 0x80 && second >= 2 && second <= 5) return "old torch";
  return undefined;
}
