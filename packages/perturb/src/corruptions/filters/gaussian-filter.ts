/**
 * The Gaussian filter of SciPy and scikit-image: separable, truncated at a whole number of pixels, normalized.
 *
 *     weights ~ exp(−i² / (2 sigma²))        i = −r … r        r = ⌊truncate · sigma + 0.5⌋
 *
 * @module
 */
import { type Edge, places } from "./edge.js";
import { Fourier } from "./fourier.js";

const known = new Map<string, Float64Array>();

/** Weights of one axis, from −r to r; computed once. */
export function gaussianWeights(sigma: number, truncate = 4): Float64Array {
  const key = `${sigma} ${truncate}`;
  const weights = known.get(key) ?? computeWeights(sigma, truncate);
  known.set(key, weights);
  return weights;
}

function computeWeights(sigma: number, truncate: number): Float64Array {
  const radius = Math.floor(truncate * sigma + 0.5);
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp((-0.5 * (i - radius) ** 2) / sigma ** 2),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Filters a plane `[H, W]` in place, columns first, then rows. */
export function gaussianFilter(
  plane: Float64Array,
  height: number,
  width: number,
  sigma: number,
  { edge = "nearest", truncate = 4 }: { edge?: Edge; truncate?: number } = {},
): void {
  const weights = gaussianWeights(sigma, truncate);
  if (weights.length === 1) return;
  filterAxis(plane, weights, { lines: width, lineStep: 1, length: height, step: width }, edge);
  filterAxis(plane, weights, { lines: height, lineStep: width, length: width, step: 1 }, edge);
}

/** Parallel lines of a plane: how many, how far apart; pixels of each, how far apart. */
interface Axis {
  readonly lines: number;
  readonly lineStep: number;
  readonly length: number;
  readonly step: number;
}

/** Weights that reach this far are applied by Fourier transforms: a photograph of 3,000 pixels would take minutes without. */
const LONG = 1024;

/** Filters two lines at a time, as the real and the imaginary part of one. */
function filterLongAxis(
  plane: Float64Array,
  weights: Float64Array,
  { lines, lineStep, length, step }: Axis,
  edge: Edge,
): void {
  const margin = (weights.length - 1) / 2;
  const source = places(length, margin, edge);
  const fourier = new Fourier(2 ** Math.ceil(Math.log2(source.length)));
  const correlate = fourier.createCorrelation(weights);
  const padded = [new Float64Array(fourier.length), new Float64Array(fourier.length)] as const;
  for (let line = 0; line < lines; line += 2) {
    const pair = padded.slice(0, lines - line);
    for (const values of padded) values.fill(0);
    for (const [k, values] of pair.entries()) {
      const start = (line + k) * lineStep;
      for (let i = 0; i < source.length; i++) values[i] = plane[start + (source[i] as number) * step] as number;
    }
    correlate(...padded);
    for (const [k, values] of pair.entries()) {
      const start = (line + k) * lineStep;
      for (let i = 0; i < length; i++) plane[start + i * step] = values[i] as number;
    }
  }
}

function filterAxis(
  plane: Float64Array,
  weights: Float64Array,
  { lines, lineStep, length, step }: Axis,
  edge: Edge,
): void {
  const margin = (weights.length - 1) / 2;
  if (margin >= LONG) {
    filterLongAxis(plane, weights, { lines, lineStep, length, step }, edge);
    return;
  }
  const source = places(length, margin, edge);
  const padded = new Float64Array(length + 2 * margin);
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    for (let i = 0; i < padded.length; i++) padded[i] = plane[start + (source[i] as number) * step] as number;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let w = 0; w < weights.length; w++) sum += (weights[w] as number) * (padded[i + w] as number);
      plane[start + i * step] = sum;
    }
  }
}
