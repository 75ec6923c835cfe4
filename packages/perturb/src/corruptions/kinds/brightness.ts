/**
 * Brightness: raises the value of every pixel, in hue, saturation and value, by a constant.
 *
 * Hue and saturation do not change, so red, green and blue grow in proportion; black becomes gray.
 * @module
 */
import { defineCorruption } from "../contract/corruption.js";
import { clip } from "../contract/picture.js";

const MORE = [0.1, 0.2, 0.3, 0.4, 0.5] as const;

/** More light. */
export const brightness = defineCorruption<number>({
  name: "brightness",
  code: 11,
  family: "weather",
  standard: true,
  fidelity: "within one level",
  summary: "raises the value in HSV; parameter: by how much",
  severities: { cifar: [0.05, 0.1, 0.15, 0.2, 0.3], tiny: MORE, imagenet: MORE },
  words: () => 0,
  apply({ pixels, channels }, more) {
    const plane = pixels.length / channels;
    for (let i = 0; i < plane; i++) {
      let value = 0;
      for (let c = 0; c < channels; c++) value = Math.max(value, pixels[c * plane + i] as number);
      const raised = clip(value + more);
      for (let c = 0; c < channels; c++)
        pixels[c * plane + i] = value === 0 ? raised : (pixels[c * plane + i] as number) * (raised / value);
    }
  },
});
