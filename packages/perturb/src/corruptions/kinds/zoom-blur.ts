/**
 * Zoom blur: the mean of the image and of several enlargements of it.
 *
 * @module
 */
import { defineCorruption } from "../contract/corruption.js";
import { getPlane } from "../contract/picture.js";
import { meanOfZooms } from "../filters/clipped-zoom.js";

/** How many enlargements, the first of which is none at all. */
const COUNTS = [7, 12, 16, 21, 26] as const;

/** A hundredth, as NumPy's `arange(1, …, .01)` steps: what 1.01 − 1 is in floating point. */
const STEP = 1.01 - 1;

/** A lens that zooms. */
export const zoomBlur = defineCorruption<number>({
  name: "zoom_blur",
  code: 7,
  family: "blur",
  standard: true,
  fidelity: "within one level",
  summary: "mean of the image and its enlargements by 1, 1.01, 1.02, …; parameter: how many",
  severities: { cifar: COUNTS, tiny: COUNTS },
  words: () => 0,
  apply(picture, count) {
    const { channels, height, width } = picture;
    const map = meanOfZooms(height, width, [1, ...zoomFactors(count)]);
    for (let c = 0; c < channels; c++) map.apply(getPlane(picture, c));
  },
});

/** The factors: 1, 1.01, … as NumPy accumulates them. */
export function zoomFactors(count: number): number[] {
  return Array.from({ length: count }, (_, i) => 1 + i * STEP);
}
