/**
 * Planes with a margin, so that a kernel's taps are plain steps in memory.
 *
 * @module
 */
import { type Edge, inside, places } from "./edge.js";

/** One weight of a kernel, and where it reads. */
export interface Tap {
  readonly dy: number;
  readonly dx: number;
  readonly weight: number;
}

/** Correlates a plane `[H, W]` with a few taps; `edge` says what lies beyond. @returns a new plane. */
export function correlate(
  plane: Float64Array,
  height: number,
  width: number,
  taps: readonly Tap[],
  edge: Edge,
): Float64Array {
  const margin = taps.reduce((most, { dy, dx }) => Math.max(most, Math.abs(dy), Math.abs(dx)), 0);
  const padded = withMargin(plane, height, width, margin, edge);
  const stride = width + 2 * margin;
  const result = new Float64Array(plane.length);
  for (const { dy, dx, weight } of taps)
    for (let y = 0; y < height; y++) {
      let [from, to] = [(y + margin + dy) * stride + margin + dx, y * width];
      for (const end = to + width; to < end; to++, from++)
        result[to] = (result[to] as number) + weight * (padded[from] as number);
    }
  return result;
}

function withMargin(plane: Float64Array, height: number, width: number, margin: number, edge: Edge): Float64Array {
  const [columns, stride] = [places(width, margin, edge), width + 2 * margin];
  const padded = new Float64Array((height + 2 * margin) * stride);
  for (let y = -margin, i = 0; y < height + margin; y++) {
    const row = inside(y, height, edge) * width;
    for (let x = 0; x < stride; x++, i++) padded[i] = plane[row + (columns[x] as number)] as number;
  }
  return padded;
}
