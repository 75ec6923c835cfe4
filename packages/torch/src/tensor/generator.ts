/**
 * Random numbers of libtorch, by seed: the same seed gives the same numbers as `torch.Generator().manual_seed(seed)`.
 *
 * @module
 */
import { type GeneratorHandle, native } from "../runtime/native.js";

/** A stream of random numbers on the CPU; pass it where an operator takes a `Generator?`. */
export class Generator {
  readonly handle: GeneratorHandle;

  /** @param seed a whole number from 0 to 2⁵³ − 1. @throws RangeError for any other. */
  constructor(readonly seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw new RangeError(`Generator: seed must be a whole number from 0 to 2^53 - 1, got ${seed}`);
    this.handle = native().makeGenerator(seed);
  }

  /** In words. */
  toString(): string {
    return `a generator seeded ${this.seed}`;
  }
}
