/**
 * Elastic transform: a random affine map, then a smooth random displacement of every pixel.
 *
 * @module
 */
import { defineCorruption, type Five } from "../contract/corruption.js";
import type { CorruptionRandom } from "../contract/corruption-random.js";
import type { Picture } from "../contract/picture.js";
import { inside } from "../filters/edge.js";
import { gaussianFilter } from "../filters/gaussian-filter.js";

/** Fractions of the image's side: strength and smoothness of the displacement, reach of the affine map's three points. */
type Elasticity = readonly [strength: number, sigma: number, reach: number];

const CIFAR: Five<Elasticity> = [
  [0, 0, 0.08],
  [0.05, 0.2, 0.07],
  [0.08, 0.06, 0.06],
  [0.1, 0.04, 0.05],
  [0.1, 0.03, 0.03],
];
const TINY: Five<Elasticity> = [
  [0, 0, 0.08],
  [0.05, 0.3, 0.06],
  [0.1, 0.08, 0.06],
  [0.1, 0.03, 0.03],
  [0.16, 0.03, 0.02],
];
/** ImageNet-C's were pixels of 224, but its script says 244: all are larger by that ratio. */
const SLIP = 244 / 224;
const IMAGENET: Five<Elasticity> = [
  [2 * SLIP, 0.7 * SLIP, 0.1 * SLIP],
  [2 * SLIP, 0.08 * SLIP, 0.2 * SLIP],
  [0.05 * SLIP, 0.01 * SLIP, 0.02 * SLIP],
  [0.07 * SLIP, 0.01 * SLIP, 0.02 * SLIP],
  [0.12 * SLIP, 0.01 * SLIP, 0.02 * SLIP],
];

/** Elastic transform. */
export const elasticTransform = defineCorruption<Elasticity>({
  name: "elastic_transform",
  code: 13,
  family: "digital",
  standard: true,
  fidelity: "within one level",
  summary: "random affine map and smooth displacements; parameters, in image sides: strength, sigma, reach",
  severities: { cifar: CIFAR, tiny: TINY, imagenet: IMAGENET },
  words: ({ height, width }) => 6 + 2 * height * width,
  apply(picture, [strength, sigma, reach], draws) {
    const { height, width } = picture;
    const side = Math.min(height, width);
    const affine = randomAffine(height, width, reach * side, draws);
    resample(picture, "mirror", (x, y, to) => {
      to.x = affine.x[0] + affine.x[1] * x + affine.x[2] * y;
      to.y = affine.y[0] + affine.y[1] * x + affine.y[2] * y;
    });
    if (strength === 0) return;
    const dx = displace(height, width, strength * side, sigma * side, draws);
    const dy = displace(height, width, strength * side, sigma * side, draws);
    resample(picture, "reflect", (x, y, to) => {
      to.x = x + (dx[y * width + x] as number);
      to.y = y + (dy[y * width + x] as number);
    });
  },
});

/** Displacement of each pixel along one axis. */
function displace(
  height: number,
  width: number,
  strength: number,
  sigma: number,
  draws: CorruptionRandom,
): Float64Array {
  const field = draws.uniforms(height * width, -1, 1);
  gaussianFilter(field, height, width, sigma, { edge: "reflect", truncate: 3 });
  for (let i = 0; i < field.length; i++) field[i] = (field[i] as number) * strength;
  return field;
}

type Point = readonly [x: number, y: number];
type Triangle = readonly [Point, Point, Point];

/** x' = x[0] + x[1] · x + x[2] · y, and y' likewise. */
interface Affine {
  readonly x: readonly [number, number, number];
  readonly y: readonly [number, number, number];
}

/** Maps a pixel of the result to its source: the inverse of the map that moves three points by up to `reach` pixels. */
function randomAffine(height: number, width: number, reach: number, draws: CorruptionRandom): Affine {
  const [cx, cy] = [Math.floor(height / 2), Math.floor(width / 2)];
  const square = Math.floor(Math.min(height, width) / 3);
  const from: Triangle = [
    [cx + square, cy + square],
    [cx + square, cy - square],
    [cx - square, cy - square],
  ];
  const moved = ([x, y]: Point): Point => [x + draws.between(-reach, reach), y + draws.between(-reach, reach)];
  const to: Triangle = [moved(from[0]), moved(from[1]), moved(from[2])];
  return affineThrough(to, from);
}

/** The affine map from one triangle to another. */
export function affineThrough([a, b, c]: Triangle, [p, q, r]: Triangle): Affine {
  const [ux, uy, vx, vy] = [b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]];
  const area = ux * vy - uy * vx;
  const along = (axis: 0 | 1): [number, number, number] => {
    const [first, second] = [q[axis] - p[axis], r[axis] - p[axis]];
    const byX = (first * vy - second * uy) / area;
    const byY = (second * ux - first * vx) / area;
    return [p[axis] - byX * a[0] - byY * a[1], byX, byY];
  };
  return { x: along(0), y: along(1) };
}

/** Takes every pixel from its source, which `source` writes into `to`, by linear interpolation. */
function resample(
  picture: Picture,
  edge: "mirror" | "reflect",
  source: (x: number, y: number, to: { x: number; y: number }) => void,
): void {
  const { pixels, channels, height, width } = picture;
  const from = pixels.slice();
  const plane = height * width;
  const place = { x: 0, y: 0 };
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      source(x, y, place);
      const x0 = Math.floor(place.x);
      const y0 = Math.floor(place.y);
      const fx = place.x - x0;
      const fy = place.y - y0;
      const left = inside(x0, width, edge);
      const right = inside(x0 + 1, width, edge);
      const up = inside(y0, height, edge) * width;
      const down = inside(y0 + 1, height, edge) * width;
      for (let c = 0, base = 0; c < channels; c++, base += plane) {
        const above = (from[base + up + left] as number) * (1 - fx) + (from[base + up + right] as number) * fx;
        const below = (from[base + down + left] as number) * (1 - fx) + (from[base + down + right] as number) * fx;
        pixels[base + i] = above * (1 - fy) + below * fy;
      }
    }
}
