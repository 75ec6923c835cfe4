/**
 * Coarse pixels: the image made smaller and enlarged again, both as Pillow's BOX filter does it for 8-bit images.
 *
 * @module
 */
import { corruptionOf } from "./corruption.js";
import { planeOf } from "./picture.js";

/** Coarse pixels. */
export const pixelate = corruptionOf<number>({
  name: "pixelate",
  code: 14,
  family: "digital",
  standard: true,
  fidelity: "exact in distribution",
  summary: "shrinks and enlarges; parameter: share of the side kept",
  severities: { cifar: [0.95, 0.9, 0.85, 0.75, 0.65], tiny: [0.9, 0.8, 0.7, 0.6, 0.5] },
  words: () => 0,
  apply(picture, share) {
    const { channels, height, width } = picture;
    const [rows, columns] = [windows(height, share), windows(width, share)];
    for (let c = 0; c < channels; c++) {
      const plane = planeOf(picture, c);
      const levels = plane.map((value) => Math.round(255 * value));
      const small = shrink(shrink(levels, height, columns), columns.length, rows);
      for (let y = 0, i = 0; y < height; y++)
        for (let x = 0; x < width; x++, i++)
          plane[i] =
            (small[nearest(y, height, rows.length) * columns.length + nearest(x, width, columns.length)] as number) /
            255;
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
  for (let y = 0; y < rows; y++)
    for (const [i, [first, end]] of along.entries()) {
      let sum = 0;
      for (let x = first; x < end; x++) sum += plane[y * width + x] as number;
      result[i * rows + y] = Math.floor(sum / (end - first) + 0.5);
    }
  return result;
}

function nearest(place: number, side: number, count: number): number {
  return Math.floor(((place + 0.5) * count) / side);
}
