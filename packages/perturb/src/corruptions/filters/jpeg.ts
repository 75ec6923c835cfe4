/**
 * A round trip through JPEG, with the settings of Pillow, which made the published images: 4:2:0 subsampling, the standard's tables
 * scaled by quality, integer transforms, smooth upsampling of the colors. The pixels are those of Pillow and libjpeg, bit for bit.
 *
 *     RGB ─ YCbCr ─ colors halved ─ blocks quantized ─ colors doubled ─ RGB
 *
 * Only what loses something is computed; writing the file and reading it back, which do not, cost twenty times as much.
 * Source: ITU-T T.81 and T.871; jccolor.c, jcsample.c, jdsample.c and jdcolor.c of libjpeg.
 * @module
 */
import type { Picture } from "../contract/picture.js";
import { BLOCK, quantizationTable, quantizePlane } from "./jpeg-blocks.js";

/** A plane of levels, and how much of it there is room for: whole blocks. */
interface Levels {
  readonly levels: Uint8ClampedArray;
  readonly height: number;
  readonly width: number;
  /** Pixels from one row to the next. */
  readonly stride: number;
  /** Rows that there is room for. */
  readonly rows: number;
}

/** Replaces a picture by what JPEG of a quality from 1 to 100 makes of it. */
export function roundTripJpeg({ pixels, channels, height, width }: Picture, quality: number): void {
  const area = height * width;
  const bytes = new Uint8Array(pixels.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = 255 * (pixels[i] as number) + 0.5; // storing a byte truncates
  const luma = createLevels(height, width);
  if (channels === 1) {
    mix(luma, [bytes], [1 << 16], 0);
    quantize(luma, quality, "luma");
    for (let y = 0, i = 0; y < height; y++)
      for (let x = 0; x < width; x++, i++) pixels[i] = (luma.levels[y * luma.stride + x] as number) / 255;
    return;
  }
  const planes = [0, 1, 2].map((c) => bytes.subarray(c * area, (c + 1) * area));
  const makeColors = (weights: readonly number[]): Uint8Array => {
    const colors = createLevels(height, width);
    mix(colors, planes, weights, CENTER);
    const half = halve(colors);
    quantize(half, quality, "chroma");
    return double(half, height, width);
  };
  mix(luma, planes, [19595, 38470, 7471], ROUND);
  quantize(luma, quality, "luma");
  unmix(pixels, luma, makeColors([-11059, -21709, 32768]), makeColors([32768, -27439, -5329]));
}

/** Red, green and blue from brightness and colors. */
function unmix(pixels: Float64Array, luma: Levels, blueness: Uint8Array, redness: Uint8Array): void {
  const { levels, height, width, stride } = luma;
  const area = height * width;
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0, at = y * stride; x < width; x++, at++, i++) {
      const light = levels[at] as number;
      const blue = (blueness[i] as number) - 128;
      const red = (redness[i] as number) - 128;
      pixels[i] = toByte(light + ((91881 * red + ROUND) >> 16)) / 255;
      pixels[area + i] = toByte(light + ((-22554 * blue - 46802 * red + ROUND) >> 16)) / 255;
      pixels[2 * area + i] = toByte(light + ((116130 * blue + ROUND) >> 16)) / 255;
    }
}

/** A half, and the middle of colors just below a half, with 16 bits after the point. */
const ROUND = 1 << 15;
const CENTER = (128 << 16) + ROUND - 1;

function toByte(value: number): number {
  return Math.min(255, Math.max(0, value));
}

function createLevels(height: number, width: number): Levels {
  const [rows, stride] = [height, width].map((side) => BLOCK * Math.ceil(side / BLOCK)) as [number, number];
  return { levels: new Uint8ClampedArray(rows * stride), height, width, stride, rows };
}

/** Mixes red, green and blue, or takes gray as it is; weights have 16 bits after the point. */
function mix(
  { levels, height, width, stride }: Levels,
  [red = NONE, green = NONE, blue = NONE]: readonly Uint8Array[],
  [ofRed = 0, ofGreen = 0, ofBlue = 0]: readonly number[],
  more: number,
): void {
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0, at = y * stride; x < width; x++, i++, at++)
      levels[at] = (ofRed * (red[i] as number) + ofGreen * (green[i] ?? 0) + ofBlue * (blue[i] ?? 0) + more) >> 16;
}

const NONE = new Uint8Array(0);

/** Repeats the last column and row into whole blocks, then quantizes. */
function quantize({ levels, height, width, stride, rows }: Levels, quality: number, of: "luma" | "chroma"): void {
  for (let y = 0; y < height; y++)
    levels.fill(levels[y * stride + width - 1] as number, y * stride + width, (y + 1) * stride);
  for (let y = height; y < rows; y++) levels.copyWithin(y * stride, (height - 1) * stride, height * stride);
  quantizePlane(levels, rows, stride, quantizationTable(quality, of));
}

/** Means of 2 × 2 pixels, of which every other is rounded up; the last column and row count twice where they are alone. */
function halve({ levels, height, width, stride }: Levels): Levels {
  const half = createLevels(Math.ceil(height / 2), Math.ceil(width / 2));
  for (let y = 0; y < half.height; y++) {
    const up = 2 * y * stride;
    const down = Math.min(height - 1, 2 * y + 1) * stride;
    for (let x = 0, i = y * half.stride; x < half.stride; x++, i++) {
      const left = Math.min(width - 1, 2 * x);
      const right = Math.min(width - 1, 2 * x + 1);
      const above = (levels[up + left] as number) + (levels[up + right] as number);
      const below = (levels[down + left] as number) + (levels[down + right] as number);
      half.levels[i] = (above + below + 1 + (x & 1)) >> 2;
    }
  }
  return { ...half, width: half.stride }; // what lies beyond the picture is computed from its last column
}

/** Colors at full size `[height, width]`: each pixel is mixed 9 : 3 : 3 : 1 from the nearest four. */
function double({ levels, height: rows, stride }: Levels, height: number, width: number): Uint8Array {
  const columns = Math.ceil(width / 2);
  const isNarrow = columns <= 2; // libjpeg repeats their colors
  const result = new Uint8Array(height * width);
  for (let y = 0, i = 0; y < height; y++) {
    const near = (y >> 1) * stride;
    const far = Math.min(rows - 1, Math.max(0, (y >> 1) + (y & 1 ? 1 : -1))) * stride;
    for (let x = 0; x < width; x++, i++) {
      const at = x >> 1;
      const next = Math.min(columns - 1, Math.max(0, at + (x & 1 ? 1 : -1)));
      const own = 3 * (levels[near + at] as number) + (levels[far + at] as number);
      const other = 3 * (levels[near + next] as number) + (levels[far + next] as number);
      result[i] = isNarrow ? (levels[near + at] as number) : (3 * own + other + 8 - (x & 1)) >> 4;
    }
  }
  return result;
}
