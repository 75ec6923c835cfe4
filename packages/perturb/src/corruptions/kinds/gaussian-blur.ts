/**
 * Gaussian blur of each channel; edges are repeated.
 *
 * @module
 */
import { defineCorruption } from "../contract/corruption.js";
import { getPlane } from "../contract/picture.js";
import { gaussianFilter } from "../filters/gaussian-filter.js";

/** Gaussian blur. */
export const gaussianBlur = defineCorruption<number>({
  name: "gaussian_blur",
  code: 17,
  family: "blur",
  standard: false,
  fidelity: "within one level",
  summary: "Gaussian filter; parameter: standard deviation in pixels",
  severities: { cifar: [0.4, 0.6, 0.7, 0.8, 1], tiny: [0.5, 0.75, 1, 1.25, 1.5], imagenet: [1, 2, 3, 4, 6] },
  words: () => 0,
  apply(picture, sigma) {
    const { channels, height, width } = picture;
    for (let c = 0; c < channels; c++) gaussianFilter(getPlane(picture, c), height, width, sigma);
  },
});
