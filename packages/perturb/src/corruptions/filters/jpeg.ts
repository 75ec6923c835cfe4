/**
 * A round trip through JPEG with `sharp`, whose codec is MozJPEG, a fork of libjpeg-turbo. The settings are those of Pillow, which
 * made the published images: 4:2:0 subsampling, the standard's tables scaled by quality, integer transforms, smooth upsampling of
 * the colors. The pixels are equal to Pillow's, bit for bit.
 *
 * @module
 */
import type { Picture } from "../contract/picture.js";

/** Replaces a picture by what JPEG of a quality from 1 to 100 makes of it. */
export async function roundTripJpeg({ pixels, channels, height, width }: Picture, quality: number): Promise<void> {
  const { default: sharp } = await import("sharp"); // loaded only where it is needed
  const area = height * width;
  const levels = Buffer.alloc(pixels.length);
  for (let c = 0, i = 0; c < channels; c++)
    for (let at = c; at < levels.length; at += channels, i++)
      levels[at] = Math.floor(255 * (pixels[i] as number) + 0.5);
  const raw = { width, height, channels: channels as 1 | 3 };
  const encoded = await sharp(levels, { raw })
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .jpeg({ quality, chromaSubsampling: "4:2:0", mozjpeg: false })
    .toBuffer();
  const decoded = await sharp(encoded)
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .raw()
    .toBuffer();
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < area; i++) pixels[c * area + i] = (decoded[i * channels + c] as number) / 255;
}
