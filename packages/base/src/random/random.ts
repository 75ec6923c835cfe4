/**
 * Random numbers that are a pure function of (seed, stream, position).
 *
 * The same seed gives the same numbers on every machine and with every version of libtorch, and no stream depends on how
 * much was drawn from another. Not for secrets.
 * @module
 */

import { LabError } from "../errors/lab-error.js";
import { philox4x32 } from "./philox.js";
import { type Stream, streamNumber } from "./streams.js";

/** A sequence of random numbers. Two with the same seed, stream and index give the same numbers. */
export class Random {
  #position = 0;
  readonly #stream: number;

  /**
   * @param seed an integer from 0 to 2³² − 1.
   * @param stream what the numbers are for.
   * @param index which stream of a purpose that has several.
   */
  constructor(
    readonly seed: number,
    stream: Stream,
    index = 0,
  ) {
    if (seed >>> 0 !== seed)
      throw new LabError({
        code: "invalid-argument",
        problem: `Random: the seed must be an integer from 0 to 2³² − 1, got ${seed}.`,
      });
    this.#stream = streamNumber(stream, index);
  }

  /** The next number in [0, 1), of 53 random bits. */
  uniform(): number {
    const [high, low] = philox4x32([this.#position++, 0, 0, this.#stream], [this.seed, 0]);
    return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
  }

  /** The next integer in [0, `below`); each is equally likely to within `below` / 2⁵³. */
  integer(below: number): number {
    return Math.floor(this.uniform() * below);
  }
}
