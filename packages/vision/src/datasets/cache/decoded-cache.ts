/**
 * Decoded data sets, kept in the user's cache as one file a split and mapped into memory: later runs decode nothing, and
 * all processes that train on a data set share one copy of its pixels.
 *
 *     CACHE/decoded/<name>-<split>-<key>.safetensors
 *       images    uint8 [N, C, H, W]        labels  int64 [N]
 *       mean std  float64 [C]               of the images, pixels scaled to 0..1
 *       sha256    uint8 [F, 32]             of each source file; their names are in the metadata, `files`
 *       checksum  uint8 [32]                SHA-256 of images and labels
 *
 * The key stands for the source files as they lie there (path, size, time of change): other files, another entry.
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { mapSafetensors, type Tensor } from "@selectivity-lab/torch";

/** A split as it is kept. The tensors belong to no scope. */
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

/** Form of the files; another one, another entry. */
const VERSION = 2;

/**
 * Where the decoded split that lies in these source files is kept.
 *
 * @param more what else decides what is in it.
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
 * Opens a decoded split; `undefined` where it is not kept, or what is kept cannot be used: it is then to be decoded again.
 *
 * @param options.check read all of it and compare its checksum, some 0.7 s a gigabyte; on by default.
 * @param options.notify told, in one line, when that is another than it was: what was computed from it may be wrong.
 */
export async function openDecoded(
  file: string,
  { check = true, notify = () => {} }: OpenOptions = {},
): Promise<DecodedSet | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    const { tensors, metadata } = mapSafetensors(file);
    const { images, labels, mean, std, sha256, checksum } = Object.fromEntries(tensors) as Record<string, Tensor>;
    if (!(images && labels && mean && std && sha256 && checksum)) return undefined;
    if (check && (await checksumOf(images, labels)) !== hex(checksum)) {
      notify(`${file} has changed since it was written: its images are decoded again`);
      return undefined;
    }
    const names = JSON.parse(metadata.files ?? "") as string[];
    const sums = hex(sha256).match(/.{64}/g) ?? [];
    const decoded = {
      ...{ images, labels, mean: numbers(mean), std: numbers(std) },
      sha256: Object.fromEntries(names.map((name, index) => [name, sums[index] as string])),
      skipped: JSON.parse(metadata.skipped ?? "[]") as string[],
    };
    for (const tensor of [mean, std, sha256, checksum]) tensor.dispose();
    return decoded;
  } catch {
    return undefined;
  }
}

/** Bytes that are hashed at once. */
const CHUNK = 2 ** 22;

async function checksumOf(images: Tensor, labels: Tensor): Promise<string> {
  const digest = createHash("sha256");
  for (const tensor of [images, labels]) {
    const [count = 0] = tensor.shape;
    const rows = Math.max(1, Math.floor(CHUNK / (tensor.numel / count || 1)));
    for (let start = 0; start < count; start += rows) {
      const part = tensor.narrow(0, start, Math.min(rows, count - start));
      digest.update(part.toBytes());
      part.dispose();
      await setImmediate(); // lets go of the bytes: else all of them would be in memory at the end
    }
  }
  return digest.digest("hex");
}

const hex = (bytes: Tensor) => Buffer.from(bytes.toBytes()).toString("hex");
const numbers = (tensor: Tensor) => Array.from(tensor.toTypedArray(), Number);
