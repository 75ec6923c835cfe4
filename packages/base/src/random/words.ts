/**
 * Random words as a pure function of their purpose and place: no state, no order of calls to keep.
 *
 *     words = Philox4x32-10(counter = (a, b, c, stream), key = seed)
 *
 * In: a seed, the name of a purpose, up to three counters (an image's index, an epoch, …). Out: four 32-bit words.
 * So the crop of image 17 in epoch 3 is the same in any batch, any order and any process.
 *
 * @module
 */
import { philox4x32, type Words } from "./philox.js";
import { type Stream, streamNumber } from "./streams.js";

/**
 * Four random words for one purpose and place.
 *
 * @param seed any safe integer.
 * @param stream the purpose, one with a single stream.
 * @param a first counter, such as an image's index; `b` and `c` likewise.
 * @throws RangeError when `seed` is not a safe integer.
 */
export function randomWords(seed: number, stream: Stream, a: number, b = 0, c = 0): Words {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed must be an integer below 2^53 in size, got ${seed}.`);
  return philox4x32([a, b, c, streamNumber(stream)], [seed | 0, Math.floor(seed / 2 ** 32) | 0]);
}

/** A random word as an integer in [0, n), uniform to within n / 2³² of each probability. */
export function below(word: number, n: number): number {
  return Math.floor((word * n) / 2 ** 32);
}

/**
 * A copy in random order (Fisher and Yates): every order is equally likely.
 *
 * @param round draws a different order for each value, such as an epoch.
 * @example [...shuffleBySeed(Int32Array.of(4, 5, 6), 1, "shuffle")] // [5, 6, 4]; at every call
 */
export function shuffleBySeed(items: Int32Array, seed: number, stream: Stream, round = 0): Int32Array {
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
