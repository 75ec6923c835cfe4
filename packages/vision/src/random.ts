/**
 * Random numbers as a pure function of what they are for: no state, no order of calls to keep.
 *
 *     words = Philox4x32-10(counter = (a, b, c, stream), key = seed)
 *
 * In: a seed, the name of a purpose, up to three counters (an image's index, an epoch, …). Out: four 32-bit words.
 * So the crop of image 17 in epoch 3 is the same in any batch, any order and any process, and one purpose never
 * disturbs another.
 *
 * Source: Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"; its known answers are tests.
 * @module
 */

/** Four unsigned 32-bit words. */
export type Words = readonly [number, number, number, number];

/** What random numbers are drawn for. The number is part of every result: never change or reuse one. */
const STREAMS = { split: 1, shuffle: 2, augment: 3 } as const;

/** A purpose with random numbers of its own. */
export type Stream = keyof typeof STREAMS;

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

/**
 * Four random words for one purpose and place.
 *
 * @param seed any safe integer.
 * @param stream the purpose; different purposes are independent.
 * @param a first counter, such as an image's index; the others likewise, 0 when unused.
 * @throws RangeError when `seed` is no safe integer.
 */
export function randomWords(seed: number, stream: Stream, a: number, b = 0, c = 0): Words {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed must be an integer below 2^53 in size, got ${seed}.`);
  return philox4x32([a, b, c, STREAMS[stream]], [seed | 0, Math.floor(seed / 2 ** 32) | 0]);
}

/** A random word as an integer in [0, n), uniform to within n / 2³² of each probability. */
export function below(word: number, n: number): number {
  return Math.floor((word * n) / 2 ** 32);
}

/**
 * A copy in random order (Fisher and Yates): every order is equally likely.
 *
 * @param round draws another order for each value, such as an epoch.
 * @example shuffled(Int32Array.of(4, 5, 6), 0, "shuffle") // the same order at every call
 */
export function shuffled(items: Int32Array, seed: number, stream: Stream, round = 0): Int32Array {
  const order = items.slice();
  let words: Words = [0, 0, 0, 0];
  for (let last = order.length - 1, draw = 0; last > 0; last--, draw++) {
    if (draw % 4 === 0) words = randomWords(seed, stream, draw / 4, round);
    const chosen = below(words[(draw % 4) as 0 | 1 | 2 | 3], last + 1);
    const held = order[last] as number;
    order[last] = order[chosen] as number;
    order[chosen] = held;
  }
  return order;
}
