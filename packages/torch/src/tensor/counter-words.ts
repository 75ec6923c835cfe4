/**
 * Random words for many rows at once: those that {@link philox4x32} computes block by block.
 *
 *     words[n, i] = philox4x32([index[n], place, i / 4, stream], seed)[i mod 4]
 *
 * @module
 */
import { tensor } from "./create.js";
import { operator } from "./operator.js";
import { scope } from "./scope.js";
import type { Tensor } from "./tensor.js";

/** Which words: all are part of the counter or the key, so different values give different, independent words. */
export interface CounterPlace {
  /** Any safe integer. */
  readonly seed: number;
  /** One number per row, such as that of an image; below 2³². */
  readonly index: Int32Array;
  /** Below 2³². */
  readonly place: number;
  /** Below 2³². */
  readonly stream: number;
}

/**
 * Draws words.
 *
 * @param count words per row; above 0.
 * @returns N rows of `count` words, one after the other: the same whatever the number of threads, rows or machine.
 * @throws RangeError when the seed is not a safe integer.
 */
export function counterWords(place: CounterPlace, count: number): Uint32Array {
  const words = scope(() => drawWords(place, count).toTypedArray()) as Int32Array;
  return new Uint32Array(words.buffer, words.byteOffset, words.length);
}

/** The same as a tensor: int32 `[N, count]` on the CPU, whose numbers are the words' bits, so that half of them are below 0. */
export function drawWords({ seed, index, place, stream }: CounterPlace, count: number): Tensor {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed must be an integer below 2^53 in size, got ${seed}.`);
  return scope(() => draw(seed, tensor(index, { dtype: "int64" }), place, stream, count));
}

const draw = operator("selectivity::counter_words");
