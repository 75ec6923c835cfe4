/**
 * The relief of a film of water: its shading, from the distance of each pixel to the nearest edge.
 *
 *     distance ─ at most 20 ─ mean of 3 × 3 ─ histogram equalized ─ lit from one corner ─ mean of 3 × 3
 *
 * In 8-bit levels throughout, like the published script with OpenCV.
 * @module
 */
import { correlate, type FilterTap } from "./padded.js";

/** Steps of the 5 × 5 chamfer distance: along, diagonal, a knight's move. */
const CHAMFER = [1, 1.4, 2.1969] as const;
const FARTHEST = 20;
const FAR = 1e9;

/** Light from the upper left: darker behind, brighter before. */
const LIGHT = toTaps([-2, -1, 0, -1, 1, 1, 0, 1, 2]);
const SUM = toTaps([1, 1, 1, 1, 1, 1, 1, 1, 1]);

function toTaps(kernel: readonly number[]): FilterTap[] {
  return kernel.map((weight, k) => ({ dy: Math.floor(k / 3) - 1, dx: (k % 3) - 1, weight }));
}

/** Levels 0..255 of each pixel. @param edge `[H, W]`, 1 on an edge. */
export function relief(edge: Uint8Array, height: number, width: number): Float64Array {
  const near = chamferDistance(edge, height, width).map((distance) => Math.min(FARTHEST, distance));
  const depth = correlate3(near, height, width, SUM).map((sum) => Math.trunc(sum / 9));
  const lit = correlate3(equalised(depth), height, width, LIGHT).map(byte);
  return correlate3(lit, height, width, SUM).map((sum) => byte(sum / 9));
}

function byte(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}

/** The distance of every pixel to the nearest edge; far away where there is none. */
export function chamferDistance(edge: Uint8Array, height: number, width: number): Float64Array {
  const margin = 2; // as far as a move reaches
  const stride = width + 2 * margin;
  const distance = new Float64Array((height + 2 * margin) * stride).fill(FAR);
  const first = (y: number) => (y + margin) * stride + margin;
  for (let y = 0, i = 0; y < height; y++)
    for (let at = first(y); at < first(y) + width; at++, i++) if (edge[i]) distance[at] = 0;
  const steps = BEHIND.map(([dy, dx]) => dy * stride + dx);
  const costs = BEHIND.map(([, , cost]) => cost);
  const relax = (i: number, sign: number) => {
    let least = distance[i] as number;
    for (let k = 0; k < steps.length && least > 0; k++) {
      const other = (distance[i + sign * (steps[k] as number)] as number) + (costs[k] as number);
      if (other < least) least = other;
    }
    distance[i] = least;
  };
  for (let y = 0; y < height; y++) for (let at = first(y); at < first(y) + width; at++) relax(at, 1);
  for (let y = height - 1; y >= 0; y--) for (let at = first(y) + width - 1; at >= first(y); at--) relax(at, -1);
  const result = new Float64Array(height * width);
  for (let y = 0; y < height; y++) result.set(distance.subarray(first(y), first(y) + width), y * width);
  return result;
}

/** The moves to pixels that come before, row by row, and what they cost. */
const BEHIND = [-2, -1, 0].flatMap((dy) =>
  [-2, -1, 0, 1, 2].flatMap((dx): (readonly [number, number, number])[] => {
    if (dy === 0 && dx >= 0) return [];
    const [long, short] = [Math.max(Math.abs(dy), Math.abs(dx)), Math.min(Math.abs(dy), Math.abs(dx))];
    if (long === 1) return [[dy, dx, CHAMFER[short as 0 | 1]]];
    return long === 2 && short === 1 ? [[dy, dx, CHAMFER[2]]] : [];
  }),
);

/** Levels spread so that each is as frequent as the next. */
function equalised(levels: Float64Array): Float64Array {
  const counts = new Float64Array(256);
  for (const level of levels) counts[level] = (counts[level] as number) + 1;
  const first = counts.findIndex((count) => count > 0);
  const rest = levels.length - (counts[first] as number);
  if (rest === 0) return levels;
  const spread = new Float64Array(256);
  let sum = 0;
  for (let level = first + 1; level < 256; level++) {
    sum += counts[level] as number;
    spread[level] = Math.round((255 * sum) / rest);
  }
  return levels.map((level) => spread[level] as number);
}

/** Correlates with a 3 × 3 kernel; beyond the edge the plane is mirrored without the edge. */
function correlate3(plane: Float64Array, height: number, width: number, kernel: readonly FilterTap[]): Float64Array {
  return correlate(plane, height, width, kernel, "mirror");
}
