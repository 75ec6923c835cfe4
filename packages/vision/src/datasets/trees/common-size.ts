/**
 * The size that all pictures of a data set have in common.
 *
 * @module
 */
import type { Listing } from "./image-tree.js";

/** Largest common size that is used without being asked for: photographs of 4,000 pixels need one that someone chose. */
const LARGEST = 512;

/**
 * Finds the shorter side of the pictures, if all of them have the same width and height, turned or not.
 *
 * Reads the headers up to the first picture that differs.
 *
 * @returns `undefined` if they differ, the side is longer than 512 pixels, or one cannot be read.
 */
export async function findCommonSize(listings: readonly Listing[]): Promise<number | undefined> {
  const { default: sharp } = await import("sharp"); // loaded only where images are decoded
  let common: string | undefined;
  let side: number | undefined;
  for (const { tree, files } of listings)
    for (const { path } of files) {
      const header = await tree
        .read(path)
        .then((file) => sharp(Buffer.from(file)).metadata())
        .catch(() => undefined); // a damaged file is reported when it is decoded
      if (!header) return undefined;
      const sides = [header.width, header.height].sort((a, b) => a - b);
      common ??= sides.join();
      side ??= sides[0];
      if (common !== sides.join() || (side as number) > LARGEST) return undefined;
    }
  return side;
}
