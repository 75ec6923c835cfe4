/**
 * Reads the header of a safetensors file: what it says, and whether the file can be what it says.
 *
 * Pure. Whatever the bytes, the outcome is a header that fits the file or a SafetensorsError; `safetensors-format.ts` describes the
 * format.
 * @module
 */

import { formatExcerpt } from "@selectivity-lab/base";
import { duplicateKey } from "./duplicate-key.js";
import { refuse } from "./safetensors-error.js";
import {
  byteSize,
  LARGEST_HEADER,
  LENGTH_BYTES,
  METADATA_KEY,
  parseDtype,
  type TensorDescription,
} from "./safetensors-format.js";

/** Where one tensor lies. */
export interface StoredTensor extends TensorDescription {
  /** First byte, counted from the start of the data. */
  readonly begin: number;
  /** Byte behind the last one. */
  readonly end: number;
}

/** A header that has been checked against the size of its file. */
export interface SafetensorsHeader {
  /** In the order of their bytes. */
  readonly tensors: readonly StoredTensor[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the data starts, in bytes from the start of the file. */
  readonly dataStart: number;
}

/** libtorch's loops over elements take no more axes than this. */
const LARGEST_RANK = 64;

/**
 * Reads and checks a header.
 *
 * @param bytes the file from its start, at least to the end of its header.
 * @param fileSize bytes in the whole file; the tensors must fill it exactly.
 * @throws {@link SafetensorsError} for anything that is not a header of such a file.
 */
export function parseHeader(bytes: Uint8Array, fileSize = bytes.length): SafetensorsHeader {
  const dataStart = LENGTH_BYTES + headerLength(bytes, fileSize);
  const { [METADATA_KEY]: metadata = {}, ...entries } = parseJson(bytes.subarray(LENGTH_BYTES, dataStart));
  const tensors = Object.entries(entries).map(([name, entry]) => parseEntry(name, entry));
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkPacked(tensors, fileSize - dataStart);
  return { tensors, metadata: checkMetadata(metadata), dataStart };
}

/**
 * How many bytes the header has, from the eight bytes in front of it.
 *
 * @throws {@link SafetensorsError} if a file of `fileSize` bytes cannot have such a header.
 */
export function headerLength(bytes: Uint8Array, fileSize: number): number {
  const about = "the header";
  if (bytes.length < LENGTH_BYTES) refuse("truncated", about, "at least 8 bytes", `${bytes.length}`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > LARGEST_HEADER) refuse("header-length", about, "at most 100 MB", `a length of ${length} bytes`);
  const available = fileSize - LENGTH_BYTES;
  if (length > available) refuse("truncated", about, `${length} bytes`, `${available}`);
  return length;
}

function parseJson(bytes: Uint8Array): Record<string, unknown> {
  const about = "the header";
  const json = decode(bytes);
  if (!json.startsWith("{")) refuse("header-json", about, "a JSON object", formatExcerpt(json));
  const header = parseObject(json);
  const duplicate = duplicateKey(json);
  if (duplicate !== undefined) refuse("duplicate-key", about, "every key once", `${formatExcerpt(duplicate)} twice`);
  return header;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    refuse("header-json", "the header", "UTF-8", "bytes that are not");
  }
}

function parseObject(json: string): Record<string, unknown> {
  try {
    return JSON.parse(json);
  } catch (error) {
    refuse("header-json", "the header", "a JSON object", (error as SyntaxError).message);
  }
}

function parseEntry(name: string, entry: unknown): StoredTensor {
  const about = `tensor ${formatExcerpt(name)}`;
  if (!isRecord(entry)) refuse("entry", about, "an object", formatExcerpt(entry));
  const { shape, data_offsets: offsets } = entry;
  const dtype = parseDtype(about, entry.dtype);
  if (!isSizes(shape) || shape.length > LARGEST_RANK)
    refuse("entry", about, `a shape of at most ${LARGEST_RANK} sizes`, formatExcerpt(shape));
  if (!isSizes(offsets) || offsets.length !== 2) refuse("entry", about, "two data_offsets", formatExcerpt(offsets));
  const [begin = 0, end = 0] = offsets;
  const bytes = byteSize({ name, dtype, shape });
  if (end - begin !== bytes)
    refuse(
      "size",
      about,
      `${bytes} bytes for ${dtype} ${formatExcerpt(shape)}`,
      `data_offsets ${formatExcerpt(offsets)}`,
    );
  return { name, dtype, shape, begin, end };
}

function checkPacked(tensors: readonly StoredTensor[], dataSize: number): void {
  let filled = 0;
  for (const { name, begin, end } of tensors) {
    const about = `tensor ${formatExcerpt(name)}`;
    if (begin !== filled) refuse("layout", about, `its bytes to begin at ${filled}`, `${begin}`);
    if (end > dataSize) refuse("truncated", about, `its bytes to end at ${end}`, `only ${dataSize} bytes of data`);
    filled = end;
  }
  if (filled !== dataSize) refuse("layout", "the data", `${filled} bytes`, `${dataSize}`);
}

function checkMetadata(metadata: unknown): Record<string, string> {
  if (!isRecord(metadata)) refuse("metadata", METADATA_KEY, "an object of texts", formatExcerpt(metadata));
  for (const [key, value] of Object.entries(metadata))
    if (typeof value !== "string")
      refuse("metadata", METADATA_KEY, `text under ${formatExcerpt(key)}`, formatExcerpt(value));
  return metadata as Record<string, string>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
