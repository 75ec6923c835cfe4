/**
 * Which images of a batch are broken: one byte per image, 1 or 0.
 *
 * @module
 */

/** N values: 1 if the image is broken, else 0. */
export type Bits = Uint8Array;

/** Images that at least one attack broke: the worst case, image by image. */
export function brokenByAny(bits: readonly Bits[]): Bits {
  return Uint8Array.from(bits[0] as Bits, (_, image) => Math.max(...bits.map((one) => one[image] as number)));
}

/** Images that the first attack broke and the second did not. */
export function brokenOnlyBy(first: Bits, second: Bits): Bits {
  return first.map((bit, image) => bit & ~(second[image] as number) & 1);
}

/** Share of images that are broken, in 0..1. */
export function shareOfBroken(bits: Bits): number {
  return bits.reduce((sum, bit) => sum + bit, 0) / bits.length;
}
