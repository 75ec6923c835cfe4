/**
 * Defocus blur: every point becomes a disk with a smoothed rim.
 *
 * @module
 */
import { defineCorruption } from "../contract/corruption.js";
import { getPlane } from "../contract/picture.js";
import { correlate, type FilterTap } from "../filters/padded.js";

/** Radius of the disk, and standard deviation of the 3 × 3 Gaussian that smooths its rim, in pixels. */
type Disk = readonly [radius: number, aliasSigma: number];

/** The kernels made so far: one a severity. */
const known = new Map<Disk, FilterTap[]>();

/** Out of focus, as a lens. */
export const defocusBlur = defineCorruption<Disk>({
  name: "defocus_blur",
  code: 4,
  family: "blur",
  standard: true,
  fidelity: "within one level",
  summary: "correlates with a disk; parameters: radius, sigma of its rim",
  severities: {
    cifar: [
      [0.3, 0.4],
      [0.4, 0.5],
      [0.5, 0.6],
      [1, 0.2],
      [1.5, 0.1],
    ],
    tiny: [
      [0.5, 0.6],
      [1, 0.1],
      [1.5, 0.1],
      [2.5, 0.01],
      [3, 0.1],
    ],
    imagenet: [
      [3, 0.1],
      [4, 0.5],
      [6, 0.5],
      [8, 0.5],
      [10, 0.5],
    ],
  },
  words: () => 0,
  apply(picture, disk) {
    const { channels, height, width } = picture;
    const taps = known.get(disk) ?? diskTaps(disk);
    known.set(disk, taps);
    for (let c = 0; c < channels; c++) {
      const plane = getPlane(picture, c);
      plane.set(correlate(plane, height, width, taps, "mirror"));
    }
  },
});

/** Half the side of the smallest grid on which the disk is drawn. */
const GRID = 8;

/**
 * The kernel of a disk: those of its weights that are not 0, or as good as 0.
 *
 * The rim is smoothed on a grid that mirrors at its edges, as OpenCV does. A disk of radius 8 or more touches them, so that its weights
 * sum to 1.013 (radius 8) and 1.011 (radius 10), in the published images too; those of all others sum to 1.
 */
export function diskTaps([radius, aliasSigma]: Disk): FilterTap[] {
  const grid = Math.max(GRID, radius);
  const reach = radius > GRID ? 2 : 1;
  const smooth = gaussianOfReach(reach, aliasSigma);
  const points = listSquare(grid + reach).filter(
    ({ dy, dx }) => mirror(dy, grid) ** 2 + mirror(dx, grid) ** 2 <= radius ** 2,
  );
  const area = points.filter(({ dy, dx }) => Math.max(Math.abs(dy), Math.abs(dx)) <= grid).length;
  return listSquare(grid)
    .map(({ dy, dx }) => ({
      ...{ dy, dx },
      weight: points.reduce((sum, point) => sum + smooth(dy - point.dy) * smooth(dx - point.dx), 0) / area,
    }))
    .filter(({ weight }) => weight > 1e-12);
}

/** All places around 0 up to `reach` in both directions, row by row. */
function listSquare(reach: number): { dy: number; dx: number }[] {
  const side = 2 * reach + 1;
  return Array.from({ length: side * side }, (_, i) => ({ dy: Math.floor(i / side) - reach, dx: (i % side) - reach }));
}

/** A place beyond the edge of a grid from −`grid` to `grid`, mirrored into it. */
function mirror(place: number, grid: number): number {
  return Math.abs(place) <= grid ? place : Math.sign(place) * (2 * grid - Math.abs(place));
}

/** Weights of a Gaussian that ends `reach` pixels from its center; they sum to 1. */
function gaussianOfReach(reach: number, sigma: number): (offset: number) => number {
  const rim = (offset: number) => (offset === 0 ? 1 : Math.exp((-0.5 * offset ** 2) / sigma ** 2));
  const sum = reach === 1 ? 1 + 2 * rim(1) : 1 + 2 * rim(1) + 2 * rim(2);
  return (offset) => (Math.abs(offset) > reach ? 0 : rim(offset) / sum);
}
