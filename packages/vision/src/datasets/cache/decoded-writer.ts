/**
 * Writes a decoded split, image by image: a data set may be larger than memory.
 *
 * @module
 */
import { createHash } from "node:crypto";

import { dirname } from "node:path";
import { makeFolder } from "@selectivity-lab/base";
import { SafetensorsWriter } from "@selectivity-lab/torch";
import { DatasetError } from "../../error.js";
import { ChannelStatistics } from "./channel-statistics.js";

/** What is known about a split before its first image. */
export interface DecodedPlan {
  /** N, C, H, W. */
  readonly shape: readonly [number, number, number, number];
  /** Names of the source files whose checksums are stored. */
  readonly files: readonly string[];
  /** See `ImageDataset.skipped`. */
  readonly skipped?: readonly string[];
}

/** What is known about a split after its last image. */
export interface DecodedEnding {
  /** One label per image. */
  readonly labels: BigInt64Array<ArrayBuffer>;
  /** SHA-256 of each source file, in the order of their names. */
  readonly sha256: readonly Uint8Array[];
}

/** Adds the next images: whole images, plane by plane. */
export type AddImages = (images: Uint8Array) => void;

/**
 * Writes a split into the cache atomically; see `decoded-cache.ts`.
 *
 * @param fill adds every image in order, then returns what is known at the end; null to abandon the file.
 * @throws whatever `fill` throws; DatasetError if the cache cannot be written.
 */
export async function writeDecoded(
  target: string,
  { shape, files, skipped = [] }: DecodedPlan,
  fill: (add: AddImages) => DecodedEnding | null | Promise<DecodedEnding | null>,
): Promise<void> {
  const [count, channels, height, width] = shape;
  const statistics = new ChannelStatistics(channels, height * width);
  const checksum = createHash("sha256");
  const metadata = { files: JSON.stringify(files), skipped: JSON.stringify(skipped) };
  let writer: SafetensorsWriter | undefined;
  try {
    makeFolder(dirname(target));
    const open = new SafetensorsWriter(target, tensorsOf(count, channels, height, width, files.length), metadata);
    writer = open;
    let written = 0;
    const ending = await fill((images) => {
      open.write("images", written, images);
      written += images.length;
      statistics.add(images);
      checksum.update(images);
    });
    if (!ending) return open.abandon();
    const labels = bytesOf(ending.labels);
    open.write("labels", 0, labels);
    open.write("mean", 0, bytesOf(Float64Array.from(statistics.mean())));
    open.write("std", 0, bytesOf(Float64Array.from(statistics.std())));
    for (const [index, sum] of ending.sha256.entries()) open.write("sha256", 32 * index, sum);
    open.write("checksum", 0, checksum.update(labels).digest());
    open.finish();
  } catch (error) {
    writer?.abandon();
    throw DISK_ERRORS.has((error as NodeJS.ErrnoException).code ?? "") ? unwritable(target, error) : error;
  }
}

function tensorsOf(count: number, channels: number, height: number, width: number, files: number) {
  return [
    { name: "images", dtype: "uint8", shape: [count, channels, height, width] },
    { name: "labels", dtype: "int64", shape: [count] },
    { name: "mean", dtype: "float64", shape: [channels] },
    { name: "std", dtype: "float64", shape: [channels] },
    { name: "sha256", dtype: "uint8", shape: [files, 32] },
    { name: "checksum", dtype: "uint8", shape: [32] },
  ] as const;
}

const DISK_ERRORS = new Set(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "ENOTDIR", "EEXIST"]);

function unwritable(target: string, cause: unknown): DatasetError {
  const { code } = cause as NodeJS.ErrnoException;
  return new DatasetError({
    code: "unwritable",
    problem: `${dirname(target)}: decoded images cannot be cached there (${code}).`,
    remedy: "free space there, or choose a different cache folder with the environment variable XDG_CACHE_HOME",
    path: dirname(target),
    cause,
  });
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
