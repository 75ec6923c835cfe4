/**
 * The table of random streams: every purpose for which random numbers are drawn anywhere, with stream numbers that are its
 * own. So one purpose never disturbs another, and no two ever share numbers, whatever their seeds.
 *
 * A purpose that needs several streams, such as one for each layer, has `count` of them, `step` apart:
 *
 *     number = first + step · index,    0 ≤ index < count
 *
 * Single streams have numbers below 2¹⁶; families are told apart by their low 16 bits.
 * @module
 */
import { LabError } from "../errors/lab-error.js";

interface StreamNumbers {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

const single = (first: number): StreamNumbers => ({ first, step: 0, count: 1 });
const family = (first: number): StreamNumbers => ({ first, step: 2 ** 16, count: 2 ** 16 });

/** Stream numbers by purpose. They are part of every result: never change or reuse one. */
export const STREAMS = {
  /** Noise textures in place of the photographs of frost. */
  frostTexture: single(0),
  /** Which images are held out for validation. */
  split: single(1),
  /** The order of training images. */
  shuffle: single(2),
  /** Crops and flips. */
  augment: single(3),
  /** Labels that the knob sees instead of the true ones. */
  knobLabels: single(4),
  /** Starting points and directions of attacks. */
  attack: single(8),
  /** Noise and other randomness of corruptions. */
  corruption: single(9),
  /** Masks; one stream for each dropout layer of a network. */
  dropout: family(10),
  /** The two halves of the images behind the split-half selectivity. */
  halves: single(16),
  /** Random orders in which units are removed; one stream for each group of layers. */
  ablation: family(18),
  /** Permuted labels behind the null selectivity; one stream for each permutation. */
  permutedLabels: family(17),
  /** Resamples of bootstrap intervals. */
  bootstrap: single(32),
  /** Signs in sign-flip tests. */
  signFlip: single(33),
  /** Permutations in rank tests. */
  rankPermutation: single(34),
  /** What tests draw for themselves. */
  test: single(64),
  /** What benchmarks draw for themselves. */
  benchmark: single(65),
} as const satisfies Record<string, StreamNumbers>;

/** A purpose with random numbers of its own. */
export type Stream = keyof typeof STREAMS;

/**
 * The number of a stream.
 *
 * @param index which stream of a family; 0 for a single one.
 * @throws {@link LabError} for an index that the purpose does not have.
 */
export function streamNumber(stream: Stream, index = 0): number {
  const { first, step, count }: StreamNumbers = STREAMS[stream];
  if (!(Number.isInteger(index) && index >= 0 && index < count))
    throw new LabError({
      code: "invalid-argument",
      problem: `stream "${stream}": expected an index from 0 to ${count - 1}, got ${index}.`,
      fault: "work",
    });
  return first + step * index;
}
