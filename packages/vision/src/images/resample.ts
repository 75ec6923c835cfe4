/**
 * Resizing as Pillow does it, bit for bit: where a picture shrinks, the filter grows with the step, so that every pixel counts.
 *
 *     pixel = ⌊ Σ weight · source + 1/2 ⌋      weights in fixed point, 22 bits after the point; columns first, then rows
 *
 * Only a window of the result is computed. Source: Pillow's Resample.c and Geometry.c; the tests compare with Pillow.
 * @module
 */

/** Filters, by torchvision's names. */
export const interpolations = ["bilinear", "bicubic", "nearest"] as const;

/** One of {@link interpolations}. */
export type Interpolation = (typeof interpolations)[number];

/** A picture of bytes, its channels interleaved. */
export interface BytePicture {
  /** `[H, W, C]` */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** One axis of a resize: from how many pixels to how many, and which of those are wanted. */
export interface ResizedAxis {
  readonly from: number;
  readonly to: number;
  /** The first wanted pixel of the result. */
  readonly first: number;
  /** Number of wanted pixels. */
  readonly count: number;
}

/** Resizes a picture, and returns the window of the result that the axes ask for. */
export function resample(
  picture: BytePicture,
  across: ResizedAxis,
  down: ResizedAxis,
  interpolation: Interpolation,
): BytePicture {
  const narrow = resampleRows(picture, listMixes(across, interpolation));
  return resampleColumns(narrow, listMixes(down, interpolation));
}

/** Source pixels of one pixel of the result along one axis, and their weights in fixed point; no weights: the pixel itself. */
interface Mix {
  readonly first: number;
  readonly weights: Int32Array;
}

const PRECISION = 22;

function listMixes(axis: ResizedAxis, interpolation: Interpolation): Mix[] {
  const { from, to, first, count } = axis;
  if (from === to) return Array.from({ length: count }, (_, i) => ({ first: first + i, weights: WHOLE }));
  if (interpolation === "nearest") return listNearest(axis);
  return Array.from({ length: count }, (_, i) => mixOf(first + i, from, from / to, FILTERS[interpolation]));
}

const WHOLE = Int32Array.of(2 ** PRECISION);

/** Pillow adds up the positions, which rounds differently than multiplying. */
function listNearest({ from, to, first, count }: ResizedAxis): Mix[] {
  const step = from / to;
  const mixes: Mix[] = [];
  for (let i = 0, position = step * 0.5; i < first + count; i++, position += step)
    if (i >= first) mixes.push({ first: Math.min(from - 1, Math.trunc(position)), weights: WHOLE });
  return mixes;
}

interface Filter {
  /** How far it reaches, in pixels. */
  readonly support: number;
  weigh(distance: number): number;
}

const FILTERS: Readonly<Record<Exclude<Interpolation, "nearest">, Filter>> = {
  bilinear: { support: 1, weigh: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, weigh: (x) => weighCubic(Math.abs(x)) },
};

/** Keys's cubic with a = −1/2. */
function weighCubic(x: number): number {
  if (x < 1) return ((-0.5 + 2) * x - (-0.5 + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
}

function mixOf(place: number, from: number, scale: number, { support, weigh }: Filter): Mix {
  const stretch = Math.max(1, scale);
  const reach = support * stretch;
  const center = (place + 0.5) * scale;
  const first = Math.max(0, Math.trunc(center - reach + 0.5));
  const end = Math.min(from, Math.trunc(center + reach + 0.5));
  const exact = Array.from({ length: end - first }, (_, i) => weigh((i + first - center + 0.5) * (1 / stretch)));
  let sum = 0;
  for (const weight of exact) sum += weight;
  return { first, weights: Int32Array.from(exact, (weight) => toFixedPoint(weight / sum)) };
}

function toFixedPoint(weight: number): number {
  return Math.trunc((weight < 0 ? -0.5 : 0.5) + weight * 2 ** PRECISION);
}

/** Mixes pixels of the same row. */
function resampleRows({ pixels, width, height, channels }: BytePicture, mixes: readonly Mix[]): BytePicture {
  const result = new Uint8ClampedArray(height * mixes.length * channels);
  for (let y = 0, i = 0; y < height; y++)
    for (const { first, weights } of mixes)
      for (let c = 0; c < channels; c++, i++) {
        let sum = 1 << (PRECISION - 1);
        for (let k = 0, at = (y * width + first) * channels + c; k < weights.length; k++, at += channels)
          sum += (pixels[at] as number) * (weights[k] as number);
        result[i] = sum >> PRECISION;
      }
  return { pixels: new Uint8Array(result.buffer), width: mixes.length, height, channels };
}

/** Mixes pixels of the same column. */
function resampleColumns({ pixels, width, channels }: BytePicture, mixes: readonly Mix[]): BytePicture {
  const row = width * channels;
  const result = new Uint8ClampedArray(mixes.length * row);
  for (const [y, { first, weights }] of mixes.entries())
    for (let x = 0; x < row; x++) {
      let sum = 1 << (PRECISION - 1);
      for (let k = 0, at = first * row + x; k < weights.length; k++, at += row)
        sum += (pixels[at] as number) * (weights[k] as number);
      result[y * row + x] = sum >> PRECISION;
    }
  return { pixels: new Uint8Array(result.buffer), width, height: mixes.length, channels };
}
