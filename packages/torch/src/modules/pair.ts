/**
 * A size in height and width.
 * @module
 */

/** `[height, width]`, or one number for both. */
export type Pair = number | readonly [height: number, width: number];

/** Both numbers. */
export function pair(size: Pair): readonly [height: number, width: number] {
  return typeof size === "number" ? [size, size] : size;
}
