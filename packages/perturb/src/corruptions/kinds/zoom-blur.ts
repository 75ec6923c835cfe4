/**
 * Zoom blur: the mean of the image and of several enlargements of it.
 *
 * @module
 */
import { defineCorruption, type Five } from "../contract/corruption.js";
import { getPlane } from "../contract/picture.js";
import { meanOfZooms } from "../filters/clipped-zoom.js";

/** How many enlargements, the first of which is none at all, and by how much each is larger than the one before. */
type Zoom = readonly [count: number, step: number];

const SMALL: Five<Zoom> = [
  [7, 0.01],
  [12, 0.01],
  [16, 0.01],
  [21, 0.01],
  [26, 0.01],
];
const IMAGENET: Five<Zoom> = [
  [12, 0.01],
  [16, 0.01],
  [11, 0.02],
  [13, 0.02],
  [11, 0.03],
];

/** A lens that zooms. */
export const zoomBlur = defineCorruption<Zoom>({
  name: "zoom_blur",
  code: 7,
  family: "blur",
  standard: true,
  fidelity: "within one level",
  summary: "mean of the image and its enlargements by 1, 1 + step, 1 + 2 · step, …; parameters: how many, step",
  severities: { cifar: SMALL, tiny: SMALL, imagenet: IMAGENET },
  words: () => 0,
  apply(picture, zoom) {
    const { channels, height, width } = picture;
    const factors = [1, ...zoomFactors(zoom)];
    for (let c = 0; c < channels; c++) meanOfZooms(getPlane(picture, c), height, width, factors);
  },
});

/** The factors: 1, 1.01, … as NumPy's `arange(1, …, .01)` has them, whose step is what 1.01 − 1 is in floating point. */
export function zoomFactors([count, step]: Zoom): number[] {
  const exact = 1 + step - 1;
  return Array.from({ length: count }, (_, i) => 1 + i * exact);
}
