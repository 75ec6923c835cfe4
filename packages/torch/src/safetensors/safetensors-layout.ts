/**
 * Lays out a safetensors file: the order of the tensors, and the header that says so, byte for byte as the reference
 * implementation does.
 *
 * Pure; the format is told in `safetensors-format.ts`.
 * @module
 */

import { formatExcerpt } from "@selectivity-lab/base";
import { refuse } from "./safetensors-error.js";
import {
  byteSize,
  LENGTH_BYTES,
  METADATA_KEY,
  STORED_CODES,
  STORED_ORDER,
  type TensorDescription,
} from "./safetensors-format.js";

/**
 * Lays out a file: the header's bytes (length included), and the tensors in the order in which their bytes follow.
 * The same tensors and metadata give the same bytes, whatever order they come in.
 *
 * @throws {@link SafetensorsError} for a tensor that bears the metadata's name.
 */
export function layOut<T extends TensorDescription>(
  tensors: readonly T[],
  metadata?: Readonly<Record<string, string>>,
): { header: Uint8Array; order: readonly T[] } {
  const order = [...tensors].sort(
    (a, b) => STORED_ORDER.indexOf(a.dtype) - STORED_ORDER.indexOf(b.dtype) || compareUtf8(a.name, b.name),
  );
  const entries: [string, unknown][] = metadata ? [[METADATA_KEY, sortKeys(metadata)]] : [];
  let begin = 0;
  for (const tensor of order) {
    const { name, dtype, shape } = tensor;
    if (name === METADATA_KEY) refuse("reserved-name", "a tensor", "any other name", formatExcerpt(name));
    const end = begin + byteSize(tensor);
    entries.push([name, { dtype: STORED_CODES[dtype], shape, data_offsets: [begin, end] }]);
    begin = end;
  }
  return { header: encodeHeader(entries), order };
}

/** Written by hand at the top level, because a JavaScript object would move keys like "0" to the front. */
function encodeHeader(entries: readonly [string, unknown][]): Uint8Array {
  const members = entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  const json = Buffer.from(`{${members.join(",")}}`);
  const length = Math.ceil(json.length / 8) * 8; // so that the data starts aligned
  const bytes = Buffer.alloc(LENGTH_BYTES + length, " ");
  bytes.writeBigUInt64LE(BigInt(length));
  bytes.set(json, LENGTH_BYTES);
  return bytes;
}

/** The order of Rust's strings; JavaScript's own compares UTF-16 units and differs beyond U+FFFF. */
function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function sortKeys(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).sort(([a], [b]) => compareUtf8(a, b)));
}
