/**
 * Images side by side, as a PNG.
 *
 * @module
 */
import type { Tensor } from "@selectivity-lab/torch";

/** The layout of a mosaic. */
export interface MosaicOptions {
  /** Number of images per row. */
  readonly columns: number;
  /** Pixels of the mosaic per pixel of an image; a whole number. */
  readonly zoom: number;
  /** Pixels between images. */
  readonly gap: number;
}

/**
 * Lays out images row by row, with transparent gaps.
 *
 * @param images uint8 `[N, C, H, W]`, C 1 or 3.
 */
export async function mosaicPng(images: Tensor, { columns, zoom, gap }: MosaicOptions): Promise<Uint8Array> {
  const [count = 0, channels = 0, height = 0, width = 0] = images.shape;
  const pixels = images.toTypedArray() as Uint8Array;
  const cell = { height: height * zoom + gap, width: width * zoom + gap };
  const size = { height: Math.ceil(count / columns) * cell.height - gap, width: columns * cell.width - gap };
  const canvas = Buffer.alloc(size.height * size.width * 4);
  for (let n = 0; n < count; n++) {
    const [top, left] = [Math.floor(n / columns) * cell.height, (n % columns) * cell.width];
    for (let y = 0; y < height * zoom; y++)
      for (let x = 0; x < width * zoom; x++) {
        const from = (n * channels * height + Math.floor(y / zoom)) * width + Math.floor(x / zoom);
        const to = ((top + y) * size.width + left + x) * 4;
        for (let c = 0; c < 3; c++)
          canvas[to + c] = pixels[from + Math.min(c, channels - 1) * height * width] as number;
        canvas[to + 3] = 255;
      }
  }
  const { default: sharp } = await import("sharp"); // loaded only where images are encoded
  return sharp(canvas, { raw: { ...size, channels: 4 } })
    .png()
    .toBuffer();
}
