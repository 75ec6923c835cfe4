/**
 * Random words as a pure function of a counter and a key: no state, no order of calls to keep, the same on every machine
 * and with every libtorch. What is drawn by counter can be drawn again in any order, by any process.
 *
 * Source: Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"; its known answers are tests.
 * @module
 */

/** Four unsigned 32-bit words. */
export type Words = readonly [number, number, number, number];

const ROUNDS = 10;
const MULTIPLIER = [0xd2511f53, 0xcd9e8d57] as const;
const WEYL = [0x9e3779b9, 0xbb67ae85] as const;

/**
 * The Philox4x32-10 block function: a bijection of `counter` for every `key`, whose output passes BigCrush.
 *
 * @returns four words, each uniform in [0, 2³²).
 */
export function philox4x32(counter: Words, key: readonly [number, number]): Words {
  let [a, b, c, d] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER[0], a);
    const low0 = Math.imul(MULTIPLIER[0], a);
    const high1 = multiplyHigh(MULTIPLIER[1], c);
    const low1 = Math.imul(MULTIPLIER[1], c);
    a = (high1 ^ b ^ k0) >>> 0;
    b = low1;
    c = (high0 ^ d ^ k1) >>> 0;
    d = low0;
    k0 = (k0 + WEYL[0]) | 0;
    k1 = (k1 + WEYL[1]) | 0;
  }
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}

/** Upper 32 bits of the 64-bit product, by halves of 16 bits, so that every partial sum is exact in a double. */
function multiplyHigh(x: number, y: number): number {
  const xLow = x & 0xffff;
  const xHigh = x >>> 16;
  const yLow = y & 0xffff;
  const yHigh = y >>> 16;
  const middle = xHigh * yLow + ((xLow * yLow) >>> 16);
  const carry = xLow * yHigh + (middle & 0xffff);
  return (xHigh * yHigh + (middle >>> 16) + (carry >>> 16)) >>> 0;
}
