/**
 * A corrupted test split, generated once and kept in the user's cache: one file a corruption and severity, mapped by all who
 * read it.
 *
 *     CACHE/corrupted/<key>/set.json                                what the key stands for
 *     CACHE/corrupted/<key>/<corruption>-<severity>.safetensors     images uint8 [N, C, H, W]; their SHA-256 in the metadata
 *
 * The key is a hash of the images' own checksums, their number, the seed and the version of the generator, so that a file is
 * right or not there. Files come whole; two processes that make the same one do no harm.
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, writeFileAtomically } from "@selectivity-lab/base";
import { mapSafetensors, type Tensor, writeSafetensors } from "@selectivity-lab/torch";
import { cacheFolder, type Environment, type ImageDataset } from "@selectivity-lab/vision";
import type { Picture } from "./contract/picture.js";
import { corrupt } from "./corrupt.js";
import { corruptionVersion } from "./corruptions.js";

/** What is to be corrupted, and how. */
export interface CorruptedSetOptions {
  readonly corruption: string;
  readonly severity: number;
  readonly seed: number;
  /** Photographs of frost, where the corruption is `frost`. */
  readonly frost?: readonly Picture[] | undefined;
  readonly environment?: Environment;
}

/** Where a corrupted split is kept, whether it is there or not. */
export function corruptedSetFile(
  { name, split, images, sha256 }: ImageDataset,
  { corruption, severity, seed, environment = process.env }: CorruptedSetOptions,
): { folder: string; file: string; identity: Readonly<Record<string, unknown>> } {
  const identity = { name, split, shape: images.shape, sha256, seed, version: corruptionVersion };
  const key = createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 16);
  const folder = join(cacheFolder(environment), "corrupted", key);
  return { folder, file: join(folder, `${corruption}-${severity}.safetensors`), identity };
}

/** Opens a corrupted split; `undefined` where it is not kept, or what is kept cannot be used. */
export function openCorruptedSet(dataset: ImageDataset, options: CorruptedSetOptions): Tensor | undefined {
  const { file } = corruptedSetFile(dataset, options);
  if (!existsSync(file)) return undefined;
  try {
    const images = mapSafetensors(file).tensors.get("images");
    return images?.shape.join() === dataset.images.shape.join() ? images : undefined;
  } catch {
    return undefined; // damaged: it is made and written again
  }
}

/**
 * Opens a corrupted split, and makes it where it is not kept.
 *
 * @param dataset its images on the CPU.
 * @returns uint8 `[N, C, H, W]`, which belongs to the caller's scope.
 * @throws CorruptionError as {@link corrupt} does.
 */
export function corruptedSet(dataset: ImageDataset, options: CorruptedSetOptions): Tensor {
  const kept = openCorruptedSet(dataset, options);
  if (kept) return kept;
  const images = corrupt(dataset.images, options);
  const { folder, file, identity } = corruptedSetFile(dataset, options);
  try {
    makeFolder(folder);
    writeFileAtomically(join(folder, "set.json"), [`${JSON.stringify(identity, null, 2)}\n`]);
    const sha256 = createHash("sha256").update(images.toBytes()).digest("hex");
    writeSafetensors(file, new Map([["images", images]]), { sha256 });
  } catch {
    return images; // a cache that cannot be written is done without
  }
  const mapped = openCorruptedSet(dataset, options);
  if (!mapped) return images;
  images.dispose();
  return mapped;
}
