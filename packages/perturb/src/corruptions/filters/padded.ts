/**
 * Planes with a margin, so that the taps of a kernel are constant steps in memory.
 *
 * @module
 */
import { type Edge, inside, places } from "./edge.js";

/** One weight of a kernel, and where it reads. */
export interface FilterTap {
  readonly dy: number;
  readonly dx: number;
  readonly weight: number;
}

/** Correlates a plane `[H, W]` with a few taps; `edge` says what lies beyond. @returns a new plane. */
export function correlate(
  plane: Float64Array,
  height: number,
  width: number,
  taps: readonly FilterTap[],
  edge: Edge,
): Float64Array {
  const margin = taps.reduce((most, { dy, dx }) => Math.max(most, Math.abs(dy), Math.abs(dx)), 0);
  const padded = withMargin(plane, height, width, margin, edge);
  const stride = width + 2 * margin;
  const result = new Float64Array(plane.length);
  const steps = Int32Array.from(taps, ({ dy, dx }) => (dy + margin) * stride + dx + margin);
  const weights = Float64Array.from(taps, ({ weight }) => weight);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0, at = y * stride; x < width; x++, at++, i++) {
      let sum = 0;
      for (let k = 0; k < steps.length; k++)
        sum += (weights[k] as number) * (padded[at + (steps[k] as number)] as number);
      result[i] = sum;
    }
  return result;
}

/** Memory that every call uses anew: an image takes a hundred of these. */
let memory = new Float64Array(0);

function scratch(length: number): Float64Array {
  if (memory.length < length) memory = new Float64Array(length);
  return memory;
}

function withMargin(plane: Float64Array, height: number, width: number, margin: number, edge: Edge): Float64Array {
  const columns = places(width, margin, edge);
  const stride = width + 2 * margin;
  const padded = scratch((height + 2 * margin) * stride);
  for (let y = -margin, i = 0; y < height + margin; y++) {
    const row = inside(y, height, edge) * width;
    for (let x = 0; x < stride; x++, i++) padded[i] = plane[row + (columns[x] as number)] as number;
  }
  return padded;
}
