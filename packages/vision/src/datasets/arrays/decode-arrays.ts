/**
 * From arrays to a decoded split in the cache.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { noGrad, scope, type Tensor } from "@selectivity-lab/torch";
import { type DecodedEnding, writeDecoded } from "../cache/decoded-writer.js";
import type { Split } from "../contract/format.js";
import { createArrayError } from "./array-error.js";
import type { SplitArrays } from "./array-source.js";

/** Number of images that are in memory at once. */
const CHUNK = 2000;

/** Checks the arrays of a split, and writes them into the cache. @throws DatasetError if they are not images and labels. */
export async function decodeArrays(
  path: string,
  split: Split,
  { names, read }: SplitArrays,
  target: string,
): Promise<void> {
  const [imagesName, labelsName] = names;
  const arrays = scope(() =>
    noGrad(() => [
      viewPlanes(`${path}, ${imagesName}`, read(imagesName)),
      readLabels(`${path}, ${labelsName}`, read(labelsName)),
    ]),
  ) as [Tensor, Tensor];
  const [images, labels] = arrays;
  try {
    const [count] = images.shape;
    if (count !== labels.numel)
      throw createArrayError(`${path}, ${labelsName}`, `${count} labels, one per image`, String(labels.numel));
    const shape = images.shape as [number, number, number, number];
    await writeDecoded(target, { shape, files: [split] }, (add) => fill(images, labels, add));
  } finally {
    for (const tensor of arrays) tensor.dispose();
  }
}

async function fill(images: Tensor, labels: Tensor, add: (images: Uint8Array) => void): Promise<DecodedEnding> {
  const digest = createHash("sha256");
  const [count = 0] = images.shape;
  for (let start = 0; start < count; start += CHUNK) {
    const bytes = scope(() =>
      images
        .narrow(0, start, Math.min(CHUNK, count - start))
        .contiguous()
        .toBytes(),
    );
    digest.update(bytes);
    add(bytes);
    await setImmediate(); // frees the bytes, which would otherwise pile up in memory
  }
  const own = BigInt64Array.from(labels.toTypedArray() as BigInt64Array);
  return { labels: own, sha256: [digest.update(labels.toBytes()).digest()] };
}

/** Views images as `[N, C, H, W]`. */
function viewPlanes(name: string, images: Tensor): Tensor {
  const { shape, dtype } = images;
  const isColour = (channels: number | undefined) => channels === 1 || channels === 3;
  if (dtype !== "uint8")
    throw createArrayError(name, "uint8 pixels, 0 to 255", `${dtype}; multiply by 255 and round if they are in 0..1`);
  if (shape.length === 3) return images.unsqueeze(1);
  if (shape.length === 4 && isColour(shape[3])) return images.permute([0, 3, 1, 2]);
  if (shape.length === 4 && isColour(shape[1])) return images;
  throw createArrayError(name, "[N, H, W], [N, H, W, C] or [N, C, H, W] with 1 or 3 channels", `[${shape.join(", ")}]`);
}

/** Converts labels to int64 `[N]`. */
function readLabels(name: string, labels: Tensor): Tensor {
  const { shape, dtype, numel } = labels;
  if (!/^u?int/.test(dtype)) throw createArrayError(name, "whole numbers", dtype);
  if (numel === 0 || numel !== shape[0]) throw createArrayError(name, "[N] or [N, 1]", `[${shape.join(", ")}]`);
  return labels.reshape([numel]).to({ dtype: "int64" }).contiguous();
}
