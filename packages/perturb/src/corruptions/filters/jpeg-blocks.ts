/**
 * What JPEG loses in a plane of levels: blocks of 8 × 8 are transformed, divided by a table, rounded, and transformed back.
 *
 * The integer transforms of libjpeg (`islow`), bit for bit: 13 bits after the point, 2 of which are kept between rows and columns.
 * Source: Loeffler, Ligtenberg & Moschytz 1989; jfdctint.c and jidctint.c of libjpeg; ITU-T T.81, annex K, for the tables.
 * @module
 */

/** Side of a block. */
export const BLOCK = 8;

const LUMA = [
  ...[16, 11, 10, 16, 24, 40, 51, 61],
  ...[12, 12, 14, 19, 26, 58, 60, 55],
  ...[14, 13, 16, 24, 40, 57, 69, 56],
  ...[14, 17, 22, 29, 51, 87, 80, 62],
  ...[18, 22, 37, 56, 68, 109, 103, 77],
  ...[24, 35, 55, 64, 81, 104, 113, 92],
  ...[49, 64, 78, 87, 103, 121, 120, 101],
  ...[72, 92, 95, 98, 112, 100, 103, 99],
];
const CHROMA = [
  ...[17, 18, 24, 47, 99, 99, 99, 99],
  ...[18, 21, 26, 66, 99, 99, 99, 99],
  ...[24, 26, 56, 99, 99, 99, 99, 99],
  ...[47, 66, 99, 99, 99, 99, 99, 99],
  ...Array<number>(32).fill(99),
];

const tables = new Map<string, Int32Array>();

/** The table of a quality from 1 to 100, for brightness or for colors; made once. */
export function quantizationTable(quality: number, of: "luma" | "chroma"): Int32Array {
  const key = `${of} ${quality}`;
  const table = tables.get(key) ?? makeTable(quality, of);
  tables.set(key, table);
  return table;
}

function makeTable(quality: number, of: "luma" | "chroma"): Int32Array {
  const scale = quality < 50 ? Math.trunc(5000 / quality) : 200 - 2 * quality;
  const scaled = (value: number) => Math.min(255, Math.max(1, Math.trunc((value * scale + 50) / 100)));
  return Int32Array.from(of === "luma" ? LUMA : CHROMA, scaled);
}

const block = new Int32Array(BLOCK * BLOCK);

/** Replaces a plane of levels, whose sides are multiples of 8, by what JPEG keeps of it. */
export function quantizePlane(levels: Uint8ClampedArray, height: number, width: number, table: Int32Array): void {
  for (let top = 0; top < height; top += BLOCK)
    for (let left = 0; left < width; left += BLOCK) {
      for (let y = 0, i = 0; y < BLOCK; y++)
        for (let x = 0, at = (top + y) * width + left; x < BLOCK; x++, i++) block[i] = (levels[at + x] as number) - 128;
      transformBlock(block);
      for (let i = 0; i < block.length; i++) {
        const step = table[i] as number;
        block[i] = step * divideRounded(block[i] as number, BLOCK * step);
      }
      restoreBlock(block);
      for (let y = 0, i = 0; y < BLOCK; y++)
        for (let x = 0, at = (top + y) * width + left; x < BLOCK; x++, i++) levels[at + x] = (block[i] as number) + 128;
    }
}

/** The nearest whole number of `value / step`; halves away from 0. */
function divideRounded(value: number, step: number): number {
  const size = Math.floor((Math.abs(value) + (step >> 1)) / step);
  return value < 0 ? -size : size;
}

/** Bits after the point of the constants, and of the values between the two passes. */
const [CONST_BITS, PASS_BITS] = [13, 2];

const C298 = 2446;
const C390 = 3196;
const C541 = 4433;
const C765 = 6270;
const C899 = 7373;
const C1175 = 9633;
const C1501 = 12299;
const C1847 = 15137;
const C1961 = 16069;
const C2053 = 16819;
const C2562 = 20995;
const C3072 = 25172;

/** The cosine transform of a block, 8 times too large: rows, then columns. */
function transformBlock(values: Int32Array): void {
  for (let row = 0; row < 64; row += 8) transformLine(values, row, 1, CONST_BITS - PASS_BITS, -PASS_BITS);
  for (let column = 0; column < 8; column++) transformLine(values, column, 8, CONST_BITS + PASS_BITS, PASS_BITS);
}

/** @param drop bits to drop from products. @param even bits to drop from sums; below 0: to add. */
function transformLine(v: Int32Array, at: number, s: number, drop: number, even: number): void {
  const half = 1 << (drop - 1);
  const d0 = v[at] as number;
  const d1 = v[at + s] as number;
  const d2 = v[at + 2 * s] as number;
  const d3 = v[at + 3 * s] as number;
  const d4 = v[at + 4 * s] as number;
  const d5 = v[at + 5 * s] as number;
  const d6 = v[at + 6 * s] as number;
  const d7 = v[at + 7 * s] as number;
  const a0 = d0 + d7;
  const a1 = d1 + d6;
  const a2 = d2 + d5;
  const a3 = d3 + d4;
  const b0 = d3 - d4;
  const b1 = d2 - d5;
  const b2 = d1 - d6;
  const b3 = d0 - d7;
  const e0 = a0 + a3;
  const e1 = a1 + a2;
  const e2 = a1 - a2;
  const e3 = a0 - a3;
  v[at] = even < 0 ? (e0 + e1) << -even : (e0 + e1 + (1 << (even - 1))) >> even;
  v[at + 4 * s] = even < 0 ? (e0 - e1) << -even : (e0 - e1 + (1 << (even - 1))) >> even;
  const turn = (e2 + e3) * C541;
  v[at + 2 * s] = (turn + e3 * C765 + half) >> drop;
  v[at + 6 * s] = (turn - e2 * C1847 + half) >> drop;
  const z5 = (b0 + b2 + b1 + b3) * C1175;
  const z1 = -(b0 + b3) * C899;
  const z2 = -(b1 + b2) * C2562;
  const z3 = z5 - (b0 + b2) * C1961;
  const z4 = z5 - (b1 + b3) * C390;
  v[at + 7 * s] = (b0 * C298 + z1 + z3 + half) >> drop;
  v[at + 5 * s] = (b1 * C2053 + z2 + z4 + half) >> drop;
  v[at + 3 * s] = (b2 * C3072 + z2 + z3 + half) >> drop;
  v[at + s] = (b3 * C1501 + z1 + z4 + half) >> drop;
}

/** The inverse: columns, then rows. */
function restoreBlock(values: Int32Array): void {
  for (let column = 0; column < 8; column++) restoreLine(values, column, 8, CONST_BITS - PASS_BITS);
  for (let row = 0; row < 64; row += 8) restoreLine(values, row, 1, CONST_BITS + PASS_BITS + 3);
}

function restoreLine(v: Int32Array, at: number, s: number, drop: number): void {
  const half = 1 << (drop - 1);
  const d0 = v[at] as number;
  const d1 = v[at + s] as number;
  const d2 = v[at + 2 * s] as number;
  const d3 = v[at + 3 * s] as number;
  const d4 = v[at + 4 * s] as number;
  const d5 = v[at + 5 * s] as number;
  const d6 = v[at + 6 * s] as number;
  const d7 = v[at + 7 * s] as number;
  const turn = (d2 + d6) * C541;
  const e2 = turn - d6 * C1847;
  const e3 = turn + d2 * C765;
  const e0 = (d0 + d4) << CONST_BITS;
  const e1 = (d0 - d4) << CONST_BITS;
  const a0 = e0 + e3;
  const a3 = e0 - e3;
  const a1 = e1 + e2;
  const a2 = e1 - e2;
  const z5 = (d7 + d3 + d5 + d1) * C1175;
  const z1 = -(d7 + d1) * C899;
  const z2 = -(d5 + d3) * C2562;
  const z3 = z5 - (d7 + d3) * C1961;
  const z4 = z5 - (d5 + d1) * C390;
  const b0 = d7 * C298 + z1 + z3;
  const b1 = d5 * C2053 + z2 + z4;
  const b2 = d3 * C3072 + z2 + z3;
  const b3 = d1 * C1501 + z1 + z4;
  v[at] = (a0 + b3 + half) >> drop;
  v[at + 7 * s] = (a0 - b3 + half) >> drop;
  v[at + s] = (a1 + b2 + half) >> drop;
  v[at + 6 * s] = (a1 - b2 + half) >> drop;
  v[at + 2 * s] = (a2 + b1 + half) >> drop;
  v[at + 5 * s] = (a2 - b1 + half) >> drop;
  v[at + 3 * s] = (a3 + b0 + half) >> drop;
  v[at + 4 * s] = (a3 - b0 + half) >> drop;
}
