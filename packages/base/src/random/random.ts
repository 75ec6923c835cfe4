/**
 * Random numbers that are a pure function of (seed, stream, position).
 *
 * The same seed gives the same numbers on every machine and with every version of libtorch, and one stream never
 * depends on how much was drawn from another. Not for secrets.
 * @module
 */

import { LabError } from "../errors/lab-error.js";
import { philox4x32 } from "./philox.js";

/** A stream of random numbers; two with the same seed and stream give the same numbers. */
export class Random {
  #position = 0;

  /** Seed and stream are integers from 0 to 2³² − 1. */
  constructor(
    readonly seed: number,
    readonly stream = 0,
  ) {
    if (seed >>> 0 !== seed || stream >>> 0 !== stream)
      throw new LabError({
        code: "invalid-argument",
        problem: `Random: seed and stream must be integers from 0 to 2³² − 1, got ${seed} and ${stream}.`,
      });
  }

  /** The next number in [0, 1), of 53 random bits. */
  uniform(): number {
    const [high, low] = philox4x32([this.#position++, 0, 0, this.stream], [this.seed, 0]);
    return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
  }

  /** The next integer in [0, `below`); each is equally likely to within `below` / 2⁵³. */
  integer(below: number): number {
    return Math.floor(this.uniform() * below);
  }
}
