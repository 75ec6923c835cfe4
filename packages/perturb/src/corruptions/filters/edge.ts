/**
 * Pixels beyond the edge of an image.
 *
 * @module
 */
/** A rule: `nearest` repeats it (aaa|abc), `reflect` mirrors with it (cba|abc), `mirror` without (dcb|abcd). */
export type Edge = "nearest" | "reflect" | "mirror";

/** The pixel that replaces a place beyond the edge, or the place itself. */
export function inside(place: number, length: number, edge: Edge): number {
  if (place >= 0 && place < length) return place;
  if (edge === "nearest" || length === 1) return Math.min(length - 1, Math.max(0, place));
  const period = edge === "reflect" ? 2 * length : 2 * length - 2;
  const within = ((place % period) + period) % period;
  if (within < length) return within;
  return edge === "reflect" ? period - 1 - within : period - within;
}

const known = new Map<string, Int32Array>();

/** The pixel at each place of a line with a margin on both sides; cached, since images have the same size. */
export function places(length: number, margin: number, edge: Edge): Int32Array {
  const key = `${length} ${margin} ${edge}`;
  const found =
    known.get(key) ?? Int32Array.from({ length: length + 2 * margin }, (_, i) => inside(i - margin, length, edge));
  known.set(key, found);
  return found;
}
