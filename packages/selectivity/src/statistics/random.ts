/**
 * Random numbers that are a pure function of (seed, stream, position): Philox2x32-10.
 *
 * The same seed gives the same numbers on every machine and with every version of libtorch, and one stream never
 * depends on how much was drawn from another. Not for secrets.
 * Source: Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".
 * @module
 */
import { SelectivityError } from "../error.js";

const ROUNDS = 10;
const MULTIPLIER = 0xd256d193;
const KEY_STEP = 0x9e3779b9;

/** Upper 32 bits of the product of two unsigned 32-bit numbers, by halves: no product leaves 2⁵³. */
function multiplyHigh(a: number, b: number): number {
  const low = (a & 0xffff) * b;
  const high = (a >>> 16) * b + Math.floor(low / 0x10000);
  return Math.floor(high / 0x10000);
}

/**
 * Two random words for a 64-bit counter and a 32-bit key; all of them unsigned 32-bit numbers.
 *
 * @example philox([0, 0], 0) // [0xff1dae59, 0x6cd10df2]
 */
export function philox([left, right]: readonly [number, number], key: number): [number, number] {
  for (let round = 0; round < ROUNDS; round++) {
    const high = multiplyHigh(left, MULTIPLIER);
    const low = Math.imul(left, MULTIPLIER) >>> 0;
    left = (high ^ key ^ right) >>> 0;
    right = low;
    key = (key + KEY_STEP) >>> 0;
  }
  return [left, right];
}

/** A stream of random numbers; two with the same seed and stream give the same numbers. */
export class Random {
  #position = 0;

  /** Seed and stream are integers from 0 to 2³² − 1. */
  constructor(
    readonly seed: number,
    readonly stream = 0,
  ) {
    if (seed >>> 0 !== seed || stream >>> 0 !== stream)
      throw new SelectivityError(
        "INVALID_ARGUMENT",
        `Random: seed and stream must be integers from 0 to 2³² − 1, got ${seed} and ${stream}.`,
      );
  }

  /** The next number in [0, 1), of 53 random bits. */
  uniform(): number {
    const [high, low] = philox([this.#position++, this.stream], this.seed);
    return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
  }

  /** The next integer in [0, `below`); each is equally likely to within `below` / 2⁵³. */
  integer(below: number): number {
    return Math.floor(this.uniform() * below);
  }
}
