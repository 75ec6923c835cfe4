/**
 * The motion blur of ImageMagick: a half Gaussian along a line, in whole pixels.
 *
 *     out(x, y) = Σ kᵢ · in(x + ⌈i · cos t − ½⌉, y + ⌈i · sin t − ½⌉)      kᵢ ~ exp(−i² / (2 sigma²)), i = 0 … 2 · radius
 *
 * Beyond the edge, the nearest pixel is used. The mean m of levels 0..255 becomes ⌊round(257 · m) / 257⌋, as in a library that
 * computes with 16 bits: bit-exact with ImageMagick 6.9.11 (Q16). The image also shifts.
 * @module
 */
import { correlate, type FilterTap } from "./padded.js";

/** How long a line, and how fast it fades. */
export interface Motion {
  readonly radius: number;
  /** In pixels. */
  readonly sigma: number;
}

/** Weights of the taps along the line, from the pixel itself on; they sum to 1. */
export function motionWeights({ radius, sigma }: Motion): number[] {
  const weights = Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp((-0.5 * i ** 2) / sigma ** 2));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Where tap `i` of a line reads, at an angle in degrees. */
export function motionOffset(i: number, angle: number): { dx: number; dy: number } {
  const t = (angle * Math.PI) / 180;
  return { dx: Math.ceil(i * Math.cos(t) - 0.5), dy: Math.ceil(i * Math.sin(t) - 0.5) };
}

/** Filters a plane `[H, W]` of whole levels 0..255, scaled to 0..1, in place. */
export function motionFilter(plane: Float64Array, height: number, width: number, motion: Motion, angle: number): void {
  const sums = correlate(plane, height, width, merged(motionWeights(motion), angle), "nearest");
  for (let i = 0; i < plane.length; i++)
    plane[i] = Math.floor(Math.floor(257 * 255 * (sums[i] as number) + 0.5) / 257) / 255;
}

/** Successive taps that read the same pixel, as one. */
function merged(weights: readonly number[], angle: number): FilterTap[] {
  const taps: { dx: number; dy: number; weight: number }[] = [];
  for (const [i, weight] of weights.entries()) {
    const { dx, dy } = motionOffset(i, angle);
    const last = taps.at(-1);
    if (last && last.dx === dx && last.dy === dy) last.weight += weight;
    else taps.push({ dx, dy, weight });
  }
  return taps;
}
