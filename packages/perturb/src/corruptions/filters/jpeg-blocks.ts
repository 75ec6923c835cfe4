/**
 * The lossy core of JPEG: 8 × 8 cosine transforms whose coefficients are rounded to the steps of a quantiser.
 *
 * @module
 */
const SIDE = 8;

/** Annex K of the JPEG standard, row by row. */
const TABLES = {
  luminance: [
    ...[16, 11, 10, 16, 24, 40, 51, 61],
    ...[12, 12, 14, 19, 26, 58, 60, 55],
    ...[14, 13, 16, 24, 40, 57, 69, 56],
    ...[14, 17, 22, 29, 51, 87, 80, 62],
    ...[18, 22, 37, 56, 68, 109, 103, 77],
    ...[24, 35, 55, 64, 81, 104, 113, 92],
    ...[49, 64, 78, 87, 103, 121, 120, 101],
    ...[72, 92, 95, 98, 112, 100, 103, 99],
  ],
  chrominance: [
    ...[17, 18, 24, 47, 99, 99, 99, 99],
    ...[18, 21, 26, 66, 99, 99, 99, 99],
    ...[24, 26, 56, 99, 99, 99, 99, 99],
    ...[47, 66, 99, 99, 99, 99, 99, 99],
    ...Array.from({ length: 32 }, () => 99),
  ],
} as const;

/** Which of the two tables. */
export type QuantiserTable = keyof typeof TABLES;

/** The steps of a quantiser, row by row: the table scaled by quality, 1 to 100. */
export function quantiser(table: QuantiserTable, quality: number): number[] {
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return TABLES[table].map((step) => Math.min(255, Math.max(1, Math.floor((step * scale + 50) / 100))));
}

/** cos[u][x] of the orthonormal transform, row by row. */
const COSINES = Float64Array.from({ length: SIDE * SIDE }, (_, i) => {
  const [u, x] = [Math.floor(i / SIDE), i % SIDE];
  return Math.sqrt((u === 0 ? 1 : 2) / SIDE) * Math.cos(((2 * x + 1) * u * Math.PI) / (2 * SIDE));
});

/** And of the inverse. */
const TRANSPOSED = COSINES.map((_, i) => COSINES[(i % SIDE) * SIDE + Math.floor(i / SIDE)] as number);

/** Sends a plane `[H, W]` of levels 0..255 through the transform and back, in place; blocks over the edge repeat it. */
export function roundTripBlocks(
  plane: Float64Array,
  height: number,
  width: number,
  table: QuantiserTable,
  quality: number,
): void {
  const steps = quantiser(table, quality);
  for (let top = 0; top < height; top += SIDE)
    for (let left = 0; left < width; left += SIDE) {
      for (let i = 0; i < block.length; i++) {
        const y = Math.min(height - 1, top + (i >> 3));
        block[i] = (plane[y * width + Math.min(width - 1, left + (i & 7))] as number) - 128;
      }
      transform(COSINES);
      for (let i = 0; i < block.length; i++) {
        const step = steps[i] as number;
        const value = (block[i] as number) / step;
        block[i] = step * (value < 0 ? -Math.floor(0.5 - value) : Math.floor(value + 0.5)); // half away from 0
      }
      transform(TRANSPOSED);
      for (let i = 0; i < block.length; i++) {
        const y = top + (i >> 3);
        const x = left + (i & 7);
        if (y < height && x < width)
          plane[y * width + x] = Math.min(255, Math.max(0, Math.floor((block[i] as number) + 128.5)));
      }
    }
}

const block = new Float64Array(SIDE * SIDE);
const half = new Float64Array(SIDE * SIDE);

/** The transform of the block along both axes, in place. */
function transform(matrix: Float64Array): void {
  along(block, half, matrix);
  along(half, block, matrix);
}

/** Along the rows, and transposes: twice makes both axes. */
function along(from: Float64Array, to: Float64Array, matrix: Float64Array): void {
  for (let row = 0; row < SIDE; row++)
    for (let u = 0; u < SIDE; u++) {
      let sum = 0;
      for (let x = 0; x < SIDE; x++) sum += (matrix[u * SIDE + x] as number) * (from[row * SIDE + x] as number);
      to[u * SIDE + row] = sum;
    }
}
