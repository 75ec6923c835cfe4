/**
 * A checksum of tensors, kept with them: a safetensors file has none, so that a file whose weights were overwritten on disk reads like
 * any other.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Tensor } from "@selectivity-lab/torch";

/**
 * SHA-256 of names, dtypes, shapes and values, independent of their order, and of a text.
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
