/**
 * Lower contrast: every channel moves toward its mean.
 *
 * @module
 */
import { defineCorruption } from "../contract/corruption.js";
import { getPlane } from "../contract/picture.js";

const LESS = [0.4, 0.3, 0.2, 0.1, 0.05] as const;

/** Less contrast. */
export const contrast = defineCorruption<number>({
  name: "contrast",
  code: 12,
  family: "digital",
  standard: true,
  fidelity: "within one level",
  summary: "scales the distance to the channel's mean; parameter: factor",
  severities: { cifar: [0.75, 0.5, 0.4, 0.3, 0.15], tiny: LESS, imagenet: LESS },
  words: () => 0,
  apply(picture, factor) {
    for (let c = 0; c < picture.channels; c++) {
      const plane = getPlane(picture, c);
      let sum = 0;
      for (let i = 0; i < plane.length; i++) sum += plane[i] as number;
      const mean = sum / plane.length;
      for (let i = 0; i < plane.length; i++) plane[i] = ((plane[i] as number) - mean) * factor + mean;
    }
  },
});
