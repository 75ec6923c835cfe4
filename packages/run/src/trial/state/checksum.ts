/**
 * A checksum of tensors, to be kept beside them: a safetensors file has none of its own, so that one whose weights were
 * overwritten on disk reads as well as any other.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Tensor } from "@selectivity-lab/torch";

/**
 * SHA-256 of names, dtypes, shapes and values, in whatever order they come, and of a text.
 *
 * @returns 64 hexadecimal digits.
 */
export function checksumTensors(tensors: ReadonlyMap<string, Tensor>, text = ""): string {
  const hash = createHash("sha256").update(text);
  for (const name of [...tensors.keys()].sort()) {
    const tensor = tensors.get(name) as Tensor;
    hash.update(JSON.stringify([name, tensor.dtype, tensor.shape])).update(tensor.toBytes());
  }
  return hash.digest("hex");
}
