/**
 * Pixelation: shrinks the image and enlarges it again, both like Pillow's BOX filter on 8-bit images.
 *
 * @module
 */
import { defineCorruption } from "../contract/corruption.js";
import { getPlane } from "../contract/picture.js";

/** Coarse pixels. */
export const pixelate = defineCorruption<number>({
  name: "pixelate",
  code: 14,
  family: "digital",
  standard: true,
  fidelity: "exact in distribution",
  summary: "shrinks and enlarges; parameter: share of the side kept",
  severities: {
    cifar: [0.95, 0.9, 0.85, 0.75, 0.65],
    tiny: [0.9, 0.8, 0.7, 0.6, 0.5],
    imagenet: [0.6, 0.5, 0.4, 0.3, 0.25],
  },
  words: () => 0,
  apply(picture, share) {
    const { channels, height, width } = picture;
    const rows = windows(height, share);
    const columns = windows(width, share);
    const down = Int32Array.from({ length: height }, (_, y) => nearest(y, height, rows.length) * columns.length);
    const across = Int32Array.from({ length: width }, (_, x) => nearest(x, width, columns.length));
    const levels = new Float64Array(height * width);
    for (let c = 0; c < channels; c++) {
      const plane = getPlane(picture, c);
      for (let i = 0; i < levels.length; i++) levels[i] = Math.floor(255 * (plane[i] as number) + 0.5);
      const small = shrink(shrink(levels, height, columns), columns.length, rows);
      for (let y = 0, i = 0; y < height; y++)
        for (let x = 0; x < width; x++, i++)
          plane[i] = (small[(down[y] as number) + (across[x] as number)] as number) / 255;
    }
  },
});

/** A small pixel's first source pixel, and the first after its last. */
type Window = readonly [first: number, end: number];

/** The windows of an axis: ⌊side · share⌋ of them. */
export function windows(side: number, share: number): Window[] {
  const count = Math.max(1, Math.trunc(side * share));
  const at = (i: number) => Math.floor((i * side) / count + 0.5);
  return Array.from({ length: count }, (_, i) => [at(i), at(i + 1)]);
}

/** Means over the windows of every row, rounded half up, and transposed: rows become columns. */
function shrink(plane: Float64Array, rows: number, along: readonly Window[]): Float64Array {
  const width = plane.length / rows;
  const result = new Float64Array(rows * along.length);
  for (let i = 0; i < along.length; i++) {
    const [first, end] = along[i] as Window;
    for (let y = 0; y < rows; y++) {
      let sum = 0;
      for (let x = first; x < end; x++) sum += plane[y * width + x] as number;
      result[i * rows + y] = Math.floor(sum / (end - first) + 0.5);
    }
  }
  return result;
}

function nearest(place: number, side: number, count: number): number {
  return Math.floor(((place + 0.5) * count) / side);
}
