/**
 * Canny's edges of a plane of levels, as OpenCV finds them with thresholds 50 and 150: the sum of the absolute Sobel gradients is
 * thinned across the edge, and weak edges are kept if they touch strong ones.
 *
 * Source: Canny 1986; the details (edges repeated, tan 22.5° as 13573 / 2¹⁵, ties) as in OpenCV's documentation and tests.
 * @module
 */
import { correlate, type FilterTap } from "./padded.js";

const WEAK = 50;
const STRONG = 150;
const TAN_22 = 13573 / 2 ** 15;

/** `[H, W]`: 1 on an edge, else 0. */
export function edges(levels: Float64Array, height: number, width: number): Uint8Array {
  const across = correlate(levels, height, width, ACROSS, "nearest");
  const down = correlate(levels, height, width, DOWN, "nearest");
  const size = across.map((dx, i) => Math.abs(dx) + Math.abs(down[i] as number));
  const at = (y: number, x: number) =>
    y < 0 || y >= height || x < 0 || x >= width ? 0 : (size[y * width + x] as number);
  const candidate = new Uint8Array(levels.length); // 1 weak, 2 strong
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const own = size[i] as number;
      if (own <= WEAK || !isRidge(at, y, x, across[i] as number, down[i] as number)) continue;
      candidate[i] = own > STRONG ? 2 : 1;
    }
  return connected(candidate, height, width);
}

const ACROSS = kernel([-1, 0, 1, -2, 0, 2, -1, 0, 1]);
const DOWN = kernel([-1, -2, -1, 0, 0, 0, 1, 2, 1]);

function kernel(weights: readonly number[]): FilterTap[] {
  const taps = weights.map((weight, k) => ({ dy: Math.floor(k / 3) - 1, dx: (k % 3) - 1, weight }));
  return taps.filter(({ weight }) => weight !== 0);
}

/** Whether a pixel is a maximum along its gradient, which counts as level, upright or diagonal. */
function isRidge(at: (y: number, x: number) => number, y: number, x: number, dx: number, dy: number): boolean {
  const own = at(y, x);
  const level = Math.abs(dx);
  const upright = Math.abs(dy);
  if (upright < level * TAN_22) return own > at(y, x - 1) && own >= at(y, x + 1);
  if (upright > level * (TAN_22 + 2)) return own > at(y - 1, x) && own >= at(y + 1, x);
  const slant = dx < 0 !== dy < 0 ? -1 : 1;
  return own > at(y - 1, x - slant) && own > at(y + 1, x + slant);
}

/** The strong pixels, and the weak ones that a chain of weak ones joins to them. */
function connected(candidate: Uint8Array, height: number, width: number): Uint8Array {
  const found = new Uint8Array(candidate.length);
  const open: number[] = [];
  for (let i = 0; i < candidate.length; i++) if (candidate[i] === 2) open.push(i);
  for (const i of open) found[i] = 1;
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    const y = Math.floor(i / width);
    const x = i % width;
    for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++)
      for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
        const near = v * width + u;
        if (!candidate[near] || found[near]) continue;
        found[near] = 1;
        open.push(near);
      }
  }
  return found;
}
