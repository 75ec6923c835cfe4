/**
 * From an image file to the planes of a square image.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { type EvaluationTransform, transformPicture } from "../../images/evaluation-transform.js";
import { decodeLikePillow, type Open } from "../../images/like-pillow.js";
import type { FileTree } from "./file-tree.js";

/** Number of channels of every decoded image. */
export const CHANNELS = 3;

/** What is behind transparent pixels, whatever color the file gives them: with or without a resize they become the same. */
export const BLACK = { background: "#000000" } as const;

/** A decoded image file. */
export interface DecodedImage {
  /** 3·S·S pixels, plane by plane. */
  readonly pixels: Uint8Array;
  /** SHA-256 of the file. */
  readonly sha256: Uint8Array;
}

/** What becomes of an image: see {@link decodeImage}. */
export interface DecodingPolicy {
  readonly size: number;
  readonly exact: boolean;
  readonly transform?: EvaluationTransform;
}

/**
 * Decodes an image of a tree.
 *
 * @param policy.exact refuse an image of a different size; else its shorter side is resized, and its middle cut out.
 * @param policy.transform resize and crop like this, as torchvision does, and not in our own way.
 * @returns the image, or why it cannot be used.
 */
export async function decodeImage(
  tree: FileTree,
  path: string,
  { size, exact, transform }: DecodingPolicy,
  open: Open,
): Promise<DecodedImage | Error> {
  try {
    const file = Buffer.from(await tree.read(path));
    const sha256 = createHash("sha256").update(file).digest();
    if (transform) {
      const { pixels, channels } = transformPicture(await decodeLikePillow(file, open), transform);
      return { pixels: toPlanes(pixels, channels, size), sha256 };
    }
    const image = open(file, { failOn: "warning" });
    const { width, height } = await image.metadata();
    if (exact && (width !== size || height !== size))
      return new Error(`expected an image of ${size} × ${size}, got ${width} × ${height}`);
    if (!exact) image.autoOrient().resize(size, size, { fit: "cover", position: "centre", kernel: "cubic" });
    const { data, info } = await image.toColourspace("srgb").flatten(BLACK).raw().toBuffer({ resolveWithObject: true });
    return { pixels: toPlanes(data, info.channels, size), sha256 };
  } catch (error) {
    return new Error((error as Error).message.split("\n", 1)[0]);
  }
}

/** Rearranges interleaved pixels into planes; a single channel is used for all three. */
function toPlanes(pixels: Uint8Array, channels: number, size: number): Uint8Array {
  const area = size ** 2;
  const planes = new Uint8Array(CHANNELS * area);
  for (let channel = 0; channel < CHANNELS; channel++)
    for (let at = 0, from = Math.min(channel, channels - 1); at < area; at++, from += channels)
      planes[channel * area + at] = pixels[from] as number;
  return planes;
}
