/**
 * Decodes pictures as Pillow opens them for torchvision, `Image.open(file).convert("RGB")`: color profiles and the mark of EXIF that
 * turns a picture are ignored, transparency is dropped, whatever color is behind it, and CMYK is mixed without a profile.
 *
 * Equal to Pillow bit for bit for JPEG, PNG, WebP, TIFF and opaque GIF files. AVIF files differ, since their decoders smooth colors
 * differently, and so do transparent pixels of GIF files.
 * @module
 */
import type { Sharp, SharpOptions } from "sharp";
import type { BytePicture } from "./resample.js";

/** Opens an image: `sharp` itself. */
export type Open = (file: Buffer, options: SharpOptions) => Sharp;

/**
 * Decodes a picture into one or three interleaved channels.
 *
 * @throws Error for a damaged file, and for 16-bit gray, which Pillow cuts off at 255 instead of scaling it.
 */
export async function decodeLikePillow(file: Buffer, open: Open): Promise<BytePicture> {
  const image = open(file, { failOn: "warning", ignoreIcc: true });
  const { space, depth } = await image.metadata();
  if (space === "grey16" && depth === "ushort")
    throw new Error("16-bit gray, which torchvision does not bring to 8 bits; save it with 8 bits per pixel");
  const isInk = space === "cmyk";
  const converted = isInk
    ? image.pipelineColourspace("cmyk").toColourspace("cmyk")
    : image.toColourspace("srgb").removeAlpha();
  const { data, info } = await converted.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return isInk ? mixInk(data, width, height) : { pixels: data, width, height, channels };
}

/** Cyan, magenta, yellow and black as Pillow mixes them. */
function mixInk(ink: Uint8Array, width: number, height: number): BytePicture {
  const pixels = new Uint8Array(3 * width * height);
  for (let at = 0, i = 0; at < ink.length; at += 4) {
    const light = 255 - (ink[at + 3] as number);
    for (let c = 0; c < 3; c++, i++) pixels[i] = light - multiply(ink[at + c] as number, light);
  }
  return { pixels, width, height, channels: 3 };
}

/** a · b / 255 of two bytes, rounded. */
function multiply(a: number, b: number): number {
  const product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}
