/**
 * One image file, in its own size.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { explainAbsence, LabError } from "@selectivity-lab/base";
import { fromBytes, type Tensor } from "@selectivity-lab/torch";
import { DatasetError } from "../error.js";

/** How an image file is read. */
export interface ReadImageOptions {
  /** Longest side to which a larger picture is reduced (Lanczos), in pixels; as it is by default. */
  readonly maxSide?: number | undefined;
  /** Called with the size that it will have, before it is decoded; may throw. */
  readonly check?: (width: number, height: number) => void;
  /** Called with a line about what is left out: the other frames of an animated picture, or pages. */
  readonly notify?: ((line: string) => void) | undefined;
}

/** Kinds of pixels whose white is their largest value. */
const WHOLE: ReadonlySet<string> = new Set(["uchar", "ushort"]);

/**
 * Decodes a JPEG, PNG, WebP, GIF, AVIF or TIFF file: rotated upright, its colors brought to sRGB with 8 bits, transparent pixels on black;
 * of several frames or pages the first.
 *
 * @returns uint8 `[1, 3, H, W]`, which belongs to the caller's scope.
 * @throws DatasetError if it does not exist, or is damaged.
 */
export async function readImage(path: string, { maxSide, check, notify }: ReadImageOptions = {}): Promise<Tensor> {
  if (!existsSync(path))
    throw new DatasetError({
      code: "missing",
      problem: `${explainAbsence(path)}.`,
      remedy: /^https?:/.test(path) ? "download the picture, and name its file" : "name an image file",
      path,
    });
  const { default: sharp } = await import("sharp"); // loaded only where images are decoded
  try {
    const limits = check ? { limitInputPixels: false } : {}; // else sharp says of a large picture that it cannot be decoded
    const { autoOrient: size, depth, pages = 1 } = await sharp(path, limits).metadata();
    if (!WHOLE.has(depth)) throw new Error(`its pixels are ${depth} numbers, whose black and white are not known`);
    if (pages > 1) notify?.(`note: ${path} has ${pages} frames or pages; the first is used`);
    const scale = Math.min(1, (maxSide ?? Number.POSITIVE_INFINITY) / Math.max(size.width, size.height));
    const [newWidth, newHeight] = [size.width, size.height].map((side) => Math.max(1, Math.round(side * scale)));
    check?.(newWidth as number, newHeight as number);
    const oriented = sharp(path, { failOn: "warning", ...limits }).autoOrient();
    const image = (scale < 1 ? oriented.resize(newWidth, newHeight, { fit: "fill" }) : oriented)
      .toColourspace("srgb")
      .flatten({ background: "#000000" });
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const planes = new Uint8Array(3 * width * height);
    for (let c = 0, i = 0; c < 3; c++)
      for (let at = Math.min(c, channels - 1); at < data.length; at += channels, i++) planes[i] = data[at] as number;
    return fromBytes(planes, { dtype: "uint8", shape: [1, 3, height, width] });
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    const problem = `${path}: cannot be decoded: ${(cause as Error).message.split("\n", 1)[0]}.`;
    throw new DatasetError({
      code: "corrupt",
      problem,
      remedy: "name an intact JPEG, PNG, WebP, GIF, AVIF or TIFF file with 8 or 16 bits per channel",
      path,
      cause,
    });
  }
}
