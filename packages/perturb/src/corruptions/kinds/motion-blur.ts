/**
 * Motion blur: a short streak in a random direction for every image, at most 45 degrees from horizontal.
 *
 * @module
 */
import { defineCorruption } from "../contract/corruption.js";
import { getPlane } from "../contract/picture.js";
import { motionFilter } from "../filters/motion-filter.js";

type Streak = readonly [radius: number, sigma: number];

/** A camera that moves. */
export const motionBlur = defineCorruption<Streak>({
  name: "motion_blur",
  code: 6,
  family: "blur",
  standard: true,
  fidelity: "exact in distribution",
  summary: "half-Gaussian streak at an angle within 45 degrees; parameters: radius, sigma",
  severities: {
    cifar: [
      [6, 1],
      [6, 1.5],
      [6, 2],
      [8, 2],
      [9, 2.5],
    ],
    tiny: [
      [10, 1],
      [10, 1.5],
      [10, 2],
      [10, 2.5],
      [12, 3],
    ],
    imagenet: [
      [10, 3],
      [15, 5],
      [15, 8],
      [15, 12],
      [20, 15],
    ],
  },
  words: () => 1,
  apply(picture, [radius, sigma], draws) {
    const angle = draws.between(-45, 45);
    const { channels, height, width } = picture;
    for (let c = 0; c < channels; c++) motionFilter(getPlane(picture, c), height, width, { radius, sigma }, angle);
  },
});
