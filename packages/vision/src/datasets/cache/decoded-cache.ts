/**
 * Decoded data sets, kept in the user's cache as one file per split and mapped into memory: later runs decode nothing, and all
 * processes that train on a data set share one copy of its pixels.
 *
 *     CACHE/decoded/<name>-<split>-<key>.safetensors
 *       images    uint8 [N, C, H, W]        labels  int64 [N]
 *       mean std  float64 [C]               of the images, pixels scaled to 0..1
 *       sha256    uint8 [F, 32]             of each source file; the metadata `files` has their names
 *       checksum  uint8 [32]                SHA-256 of images and labels
 *
 * The key identifies the source files by path, size and time of change: if they change, the entry is a different one.
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { mapSafetensors, type SafetensorsFile, type Tensor } from "@selectivity-lab/torch";

/** A decoded split. The tensors belong to no scope. */
export interface DecodedSet {
  readonly images: Tensor;
  readonly labels: Tensor;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** See `ImageDataset.sha256`. */
  readonly sha256: Readonly<Record<string, string>>;
  /** See `ImageDataset.skipped`. */
  readonly skipped: readonly string[];
}

interface OpenOptions {
  readonly check?: boolean;
  readonly notify?: (line: string) => void;
}

/** Version of the file format; part of the key. */
const VERSION = 2;

/**
 * Where the decoded images of these source files are kept.
 *
 * @param more anything else that decides their content.
 */
export function decodedFile(
  cache: string,
  name: string,
  split: string,
  sources: readonly string[],
  more: unknown = null,
): string {
  const key = createHash("sha256").update(JSON.stringify([VERSION, more]));
  for (const source of sources) {
    const { size, mtimeMs } = statSync(source);
    key.update(JSON.stringify([resolve(source), size, mtimeMs]));
  }
  return join(cache, "decoded", `${name}-${split}-${key.digest("hex").slice(0, 16)}.safetensors`);
}

/**
 * Opens a decoded split; `undefined` if it is not in the cache, or the cached file is damaged: it is then decoded again.
 *
 * @param options.check read all of it and compare its checksum, about 0.7 s per gigabyte; on by default.
 * @param options.notify called with one line if the file has changed since it was written: results computed from it may be wrong.
 */
export async function openDecoded(
  file: string,
  { check = true, notify = () => {} }: OpenOptions = {},
): Promise<DecodedSet | undefined> {
  if (!existsSync(file)) return undefined;
  let mapped: SafetensorsFile | undefined;
  let decoded: DecodedSet | undefined;
  try {
    mapped = mapSafetensors(file);
    const { images, labels, checksum } = Object.fromEntries(mapped.tensors) as Record<string, Tensor>;
    if (check && images && labels && checksum && (await checksumTensors(images, labels)) !== hex(checksum))
      notify(`${file} has changed since it was written: its images are decoded again`);
    else decoded = describeMapped(mapped);
  } catch {
    decoded = undefined; // damaged: it is decoded and written again
  }
  const kept = new Set([decoded?.images, decoded?.labels]);
  for (const tensor of mapped?.tensors.values() ?? []) if (!kept.has(tensor)) tensor.dispose();
  return decoded;
}

/** What is in a mapped file; `undefined` if it lacks a tensor. */
function describeMapped({ tensors, metadata }: SafetensorsFile): DecodedSet | undefined {
  const { images, labels, mean, std, sha256, checksum } = Object.fromEntries(tensors) as Record<string, Tensor>;
  if (!(images && labels && mean && std && sha256 && checksum)) return undefined;
  const names = JSON.parse(metadata.files ?? "") as string[];
  const sums = hex(sha256).match(/.{64}/g) ?? [];
  return {
    ...{ images, labels, mean: numbers(mean), std: numbers(std) },
    sha256: Object.fromEntries(names.map((name, index) => [name, sums[index] as string])),
    skipped: JSON.parse(metadata.skipped ?? "[]") as string[],
  };
}

/** Number of bytes that are hashed at once. */
const CHUNK = 2 ** 22;

async function checksumTensors(images: Tensor, labels: Tensor): Promise<string> {
  const digest = createHash("sha256");
  for (const tensor of [images, labels]) {
    const [count = 0] = tensor.shape;
    const rows = Math.max(1, Math.floor(CHUNK / (tensor.numel / count || 1)));
    for (let start = 0; start < count; start += rows) {
      const part = tensor.narrow(0, start, Math.min(rows, count - start));
      digest.update(part.toBytes());
      part.dispose();
      await setImmediate(); // frees the bytes, which would otherwise pile up in memory
    }
  }
  return digest.digest("hex");
}

const hex = (bytes: Tensor) => Buffer.from(bytes.toBytes()).toString("hex");
const numbers = (tensor: Tensor) => Array.from(tensor.toTypedArray(), Number);
