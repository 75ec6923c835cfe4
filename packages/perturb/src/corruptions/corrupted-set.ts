/**
 * A corrupted test split, generated once and kept in the user's cache: one file per corruption and severity, mapped by all
 * processes that read it.
 *
 *     CACHE/corrupted/<key>/set.json                                what the key stands for
 *     CACHE/corrupted/<key>/<corruption>-<severity>.safetensors     images uint8 [N, C, H, W]; their SHA-256 in the metadata
 *
 * The key is a hash of the images' own checksums, their number, the seed, the version of the generator, and the checksum of the
 * material that the user brought (photographs of frost), so that a file is either right or absent. Files are written atomically; two
 * processes that write the same one do no harm.
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { explainError, isSystemError, makeFolder, writeFileAtomically } from "@selectivity-lab/base";
import { mapSafetensors, type Tensor, writeSafetensors } from "@selectivity-lab/torch";
import { cacheFolder, type Environment, type ImageDataset } from "@selectivity-lab/vision";
import { type FrostPhotographs, tableFor } from "./contract/corruption.js";
import { corrupt } from "./corrupt.js";
import { corruptionVersion } from "./corruptions.js";

/** Which corrupted set. */
export interface CorruptedSetKey {
  readonly corruption: string;
  readonly severity: number;
  readonly seed: number;
  /** Photographs of frost, if the corruption is `frost`; their checksum is part of the key. */
  readonly frost?: Pick<FrostPhotographs, "sha256"> | undefined;
  readonly environment?: Environment;
}

/** Which corrupted set, and what is needed to generate it. */
export interface CorruptedSetOptions extends CorruptedSetKey {
  readonly frost?: FrostPhotographs | undefined;
  /** Called once per process, with one line, if the cache cannot be written because the disk is full or read-only. */
  readonly notify?: ((line: string) => void) | undefined;
}

/** Where a corrupted set is kept, whether it exists or not. */
export function corruptedSetFile(
  { name, split, images, sha256, transform }: ImageDataset,
  { corruption, severity, seed, frost, environment = process.env }: CorruptedSetKey,
): { folder: string; file: string; identity: Readonly<Record<string, unknown>> } {
  const material = corruption === "frost" ? { material: frost?.sha256 ?? null } : {};
  const table = tableFor(Math.min(...images.shape.slice(2)));
  const severities = table === "imagenet" ? { table } : {}; // the version of the smaller ones says which
  const pixels = { shape: images.shape, sha256, ...(transform && { transform }), ...severities };
  const identity = { name, split, ...pixels, seed, version: corruptionVersion, ...material };
  const key = createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 16);
  const folder = join(cacheFolder(environment), "corrupted", key);
  return { folder, file: join(folder, `${corruption}-${severity}.safetensors`), identity };
}

/** Opens a corrupted set; `undefined` if it is not in the cache, or the cached file is damaged. */
export function openCorruptedSet(dataset: ImageDataset, options: CorruptedSetKey): Tensor | undefined {
  const { file } = corruptedSetFile(dataset, options);
  if (!existsSync(file)) return undefined;
  try {
    const { tensors } = mapSafetensors(file);
    const images = tensors.get("images");
    const fits = images?.shape.join() === dataset.images.shape.join();
    for (const tensor of tensors.values()) if (!fits || tensor !== images) tensor.dispose();
    return fits ? images : undefined;
  } catch {
    return undefined; // damaged: it is generated and written again
  }
}

/**
 * Opens a corrupted set; generates it first if it is not in the cache.
 *
 * @param dataset its images must be on the CPU.
 * @returns uint8 `[N, C, H, W]`, which belongs to no scope: `dispose()` of it when done.
 * @throws CorruptionError as {@link corrupt} does; whatever makes writing fail, unless the disk is full or read-only.
 */
export async function corruptedSet(dataset: ImageDataset, options: CorruptedSetOptions): Promise<Tensor> {
  const kept = openCorruptedSet(dataset, options);
  if (kept) return kept;
  const images = await corrupt(dataset.images, options);
  try {
    writeCorruptedSet(images, corruptedSetFile(dataset, options));
  } catch (error) {
    const refusal = findDiskRefusal(error);
    if (!refusal) {
      images.dispose();
      throw error;
    }
    notifyOnce(refusal, options);
    return images;
  }
  const mapped = openCorruptedSet(dataset, options);
  if (!mapped) return images;
  images.dispose();
  return mapped;
}

function writeCorruptedSet(images: Tensor, { folder, file, identity }: ReturnType<typeof corruptedSetFile>): void {
  makeFolder(folder);
  writeFileAtomically(join(folder, "set.json"), [`${JSON.stringify(identity, null, 2)}\n`]);
  const sha256 = createHash("sha256").update(images.toBytes()).digest("hex");
  writeSafetensors(file, new Map([["images", images]]), { sha256 });
}

/** The system's codes for a disk that is full, or that this user cannot write. */
const REFUSALS = new Set(["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM"]);

/** The system's error behind a failed write, if the disk is full or read-only. */
function findDiskRefusal(error: unknown): NodeJS.ErrnoException | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (isSystemError(cause) && REFUSALS.has(cause.code)) return cause;
  return undefined;
}

let notified = false;

function notifyOnce(refusal: NodeJS.ErrnoException, { notify, environment = process.env }: CorruptedSetOptions): void {
  if (notified || !notify) return;
  notified = true;
  const folder = join(cacheFolder(environment), "corrupted");
  notify(
    `${folder}: corrupted images cannot be cached there, ${explainError(refusal)}; they are generated again each time`,
  );
}
