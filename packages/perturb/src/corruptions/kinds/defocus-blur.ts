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

/** Half the side of the grid on which the disk is drawn. */
const GRID = 8;

/** The kernel of a disk: those of its weights that are not 0, or as good as 0; they sum to 1. */
export function diskTaps([radius, aliasSigma]: Disk): FilterTap[] {
  const side = 2 * GRID + 1;
  const places = Array.from({ length: side * side }, (_, i) => ({
    dy: Math.floor(i / side) - GRID,
    dx: (i % side) - GRID,
  }));
  const disk = places.filter(({ dy, dx }) => dy ** 2 + dx ** 2 <= radius ** 2);
  const rim = Math.exp(-0.5 / aliasSigma ** 2);
  const smooth = (offset: number) => (Math.abs(offset) > 1 ? 0 : (offset === 0 ? 1 : rim) / (1 + 2 * rim));
  return places
    .map(({ dy, dx }) => ({
      ...{ dy, dx },
      weight: disk.reduce((sum, point) => sum + smooth(dy - point.dy) * smooth(dx - point.dx), 0) / disk.length,
    }))
    .filter(({ weight }) => weight > 1e-12);
}
