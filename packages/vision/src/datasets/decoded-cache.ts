/**
 * Decoded data sets, kept in the user's cache as one file a split and mapped into memory: later runs decode nothing, and
 * all processes that train on a data set share one copy of its pixels.
 *
 *     CACHE/decoded/<name>-<split>-<key>.safetensors     images uint8 [N, C, H, W], labels int64 [N]
 *
 * The key stands for the source files as they lie there (path, size, time of change): other files, another entry.
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { mapSafetensors, type Tensor, writeSafetensors } from "@selectivity-lab/torch";

/** What of a data set is read from files. */
export interface DecodedTensors {
  readonly images: Tensor;
  readonly labels: Tensor;
  /** See `ImageDataset.sha256`. */
  readonly sha256: Readonly<Record<string, string>>;
}

/** Where the decoded split that lies in these source files is kept. */
export function decodedFile(cache: string, name: string, split: string, sources: readonly string[]): string {
  const key = createHash("sha256");
  for (const source of sources) {
    const { size, mtimeMs } = statSync(source);
    key.update(JSON.stringify([resolve(source), size, mtimeMs]));
  }
  return join(cache, "decoded", `${name}-${split}-${key.digest("hex").slice(0, 16)}.safetensors`);
}

/** Opens a decoded split; `undefined` where it is not kept, or what is kept cannot be used. */
export function openDecoded(file: string): DecodedTensors | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { tensors, metadata } = mapSafetensors(file);
    const [images, labels] = [tensors.get("images"), tensors.get("labels")];
    return images && labels && { images, labels, sha256: JSON.parse(metadata.sha256 ?? "") };
  } catch {
    return undefined; // damaged: it is decoded and written again
  }
}

/** Keeps a decoded split. A cache that cannot be written is done without. @returns whether it is kept. */
export function keepDecoded(file: string, { images, labels, sha256 }: DecodedTensors): boolean {
  try {
    mkdirSync(join(file, ".."), { recursive: true });
    writeSafetensors(
      file,
      new Map([
        ["images", images],
        ["labels", labels],
      ]),
      { sha256: JSON.stringify(sha256) },
    );
    return true;
  } catch {
    return false;
  }
}
