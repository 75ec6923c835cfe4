/**
 * JPEG: what a coder loses, without coding it: colours at half the resolution, cosine coefficients rounded.
 *
 *     RGB ─ YCbCr ─ halve Cb, Cr ─ 8 × 8 cosine transform ─ round to the quantiser's steps ─ and all the way back
 *
 * The tables are Annex K's, scaled by quality as libjpeg does. Its own transforms are in whole numbers: results differ from
 * Pillow's by 0.14 to 0.41 levels on average, and by up to 27 where a coefficient lies between two steps.
 * @module
 */
import { corruptionOf } from "../contract/corruption.js";
import { clip, type Picture, planeOf } from "../contract/picture.js";
import { roundTripBlocks } from "../filters/jpeg-blocks.js";

/** JPEG of low quality. */
export const jpegCompression = corruptionOf<number>({
  name: "jpeg_compression",
  code: 15,
  family: "digital",
  standard: true,
  fidelity: "approximate",
  summary: "what JPEG loses; parameter: quality",
  severities: { cifar: [80, 65, 58, 50, 40], tiny: [65, 58, 50, 40, 25] },
  words: () => 0,
  apply: roundTripJpeg,
});

/** Replaces a picture by what JPEG of a quality, 1 to 100, makes of it. */
export function roundTripJpeg(picture: Picture, quality: number): void {
  if (picture.channels === 1) roundTripGrey(picture, quality);
  else roundTripColour(picture, quality);
}

function roundTripColour(picture: Picture, quality: number): void {
  const { height, width } = picture;
  const [luma, blue, red] = toYcc(picture);
  const [halfHeight, halfWidth] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  roundTripBlocks(luma, height, width, "luminance", quality);
  const [cb, cr] = [blue, red].map((plane) => {
    const half = halve(plane, height, width);
    roundTripBlocks(half, halfHeight, halfWidth, "chrominance", quality);
    return double(half, halfHeight, halfWidth, height, width);
  }) as [Float64Array, Float64Array];
  const [r, g, b] = [0, 1, 2].map((c) => planeOf(picture, c)) as [Float64Array, Float64Array, Float64Array];
  for (let i = 0; i < luma.length; i++) {
    const y = luma[i] as number;
    const u = (cb[i] as number) - 128;
    const v = (cr[i] as number) - 128;
    r[i] = level(y + 1.402 * v);
    g[i] = level(y - 0.344136286 * u - 0.714136286 * v);
    b[i] = level(y + 1.772 * u);
  }
}

function roundTripGrey({ pixels, height, width }: Picture, quality: number): void {
  for (let i = 0; i < pixels.length; i++) pixels[i] = Math.floor(255 * (pixels[i] as number) + 0.5);
  roundTripBlocks(pixels, height, width, "luminance", quality);
  for (let i = 0; i < pixels.length; i++) pixels[i] = (pixels[i] as number) / 255;
}

/** A number of levels as a pixel: rounded, clamped, in 0..1. */
function level(value: number): number {
  return clip(Math.floor(value + 0.5) / 255);
}

/** Rec. 601 luma and colour differences in whole levels. */
function toYcc({ pixels, channels }: Picture): [Float64Array, Float64Array, Float64Array] {
  const count = pixels.length / channels;
  const planes: [Float64Array, Float64Array, Float64Array] = [
    new Float64Array(count),
    new Float64Array(count),
    new Float64Array(count),
  ];
  for (let i = 0; i < count; i++) {
    const r = Math.floor(255 * (pixels[i] as number) + 0.5);
    const g = Math.floor(255 * (pixels[count + i] as number) + 0.5);
    const b = Math.floor(255 * (pixels[2 * count + i] as number) + 0.5);
    planes[0][i] = Math.floor(0.299 * r + 0.587 * g + 0.114 * b + 0.5);
    planes[1][i] = Math.min(255, Math.floor(-0.168735892 * r - 0.331264108 * g + 0.5 * b + 128.5));
    planes[2][i] = Math.min(255, Math.floor(0.5 * r - 0.418687589 * g - 0.081312411 * b + 128.5));
  }
  return planes;
}

/** Means of 2 × 2 pixels, rounded up and down in turn along a row, as libjpeg does; edges repeated. */
function halve(plane: Float64Array, height: number, width: number): Float64Array {
  const [rows, columns] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  const half = new Float64Array(rows * columns);
  for (let y = 0, i = 0; y < rows; y++) {
    const up = 2 * y * width;
    const down = Math.min(height - 1, 2 * y + 1) * width;
    for (let x = 0; x < columns; x++, i++) {
      const left = 2 * x;
      const right = Math.min(width - 1, left + 1);
      const above = (plane[up + left] as number) + (plane[up + right] as number);
      const below = (plane[down + left] as number) + (plane[down + right] as number);
      half[i] = Math.floor((above + below + 1 + (x % 2)) / 4);
    }
  }
  return half;
}

/** Twice the size: 3 parts of the nearer pixel to 1 of the farther, along both axes, in libjpeg's whole numbers. */
function double(half: Float64Array, rows: number, columns: number, height: number, width: number): Float64Array {
  const result = new Float64Array(height * width);
  for (let y = 0, i = 0; y < height; y++) {
    const own = (y >> 1) * columns;
    const other = neighbour(y, rows) * columns;
    for (let x = 0; x < width; x++, i++) {
      const near = x >> 1;
      const far = neighbour(x, columns);
      const nearer = 3 * (half[own + near] as number) + (half[other + near] as number);
      const farther = 3 * (half[own + far] as number) + (half[other + far] as number);
      result[i] = Math.floor((3 * nearer + farther + (x % 2 === 0 ? 8 : 7)) / 16);
    }
  }
  return result;
}

/** The farther of the two pixels of half the size that a place lies between. */
function neighbour(place: number, count: number): number {
  return Math.min(count - 1, Math.max(0, (place >> 1) + (place % 2 === 0 ? -1 : 1)));
}
