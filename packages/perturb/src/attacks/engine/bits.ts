/**
 * Which images of a batch are broken, one byte each, 1 or 0.
 *
 * @module
 */

/** N times 1 where broken, else 0. */
export type Bits = Uint8Array;

/** Broken by at least one: the worst case, image by image. */
export function anyOf(bits: readonly Bits[]): Bits {
  return Uint8Array.from(bits[0] as Bits, (_, image) => Math.max(...bits.map((one) => one[image] as number)));
}

/** Broken by the first, not by the second. */
export function without(first: Bits, second: Bits): Bits {
  return first.map((bit, image) => bit & ~(second[image] as number) & 1);
}

/** The share of images that are broken, in 0..1. */
export function shareOf(bits: Bits): number {
  return bits.reduce((sum, bit) => sum + bit, 0) / bits.length;
}
