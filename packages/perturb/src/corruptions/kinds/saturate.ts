/**
 * Saturation: scales and shifts the saturation of every pixel, in hue, saturation and value.
 *
 * Hue and value do not change. Pixels without a hue count as red, as in the published images: a shift tints gray.
 * @module
 */
import { defineCorruption } from "../contract/corruption.js";
import { clip, luma } from "../contract/picture.js";

type Affine = readonly [scale: number, shift: number];

/** More colour, or less. */
export const saturate = defineCorruption<Affine>({
  name: "saturate",
  code: 19,
  family: "digital",
  standard: false,
  fidelity: "within one level",
  summary: "scales and shifts the saturation in HSV; parameters: factor, shift",
  severities: {
    cifar: [
      [0.3, 0],
      [0.1, 0],
      [1.5, 0],
      [2, 0.1],
      [2.5, 0.2],
    ],
    tiny: [
      [0.3, 0],
      [0.1, 0],
      [2, 0],
      [5, 0.1],
      [30, 0.2],
    ],
    imagenet: [
      [0.3, 0],
      [0.1, 0],
      [2, 0],
      [5, 0.1],
      [20, 0.2],
    ],
  },
  words: () => 0,
  apply({ pixels, channels }, [scale, shift]) {
    if (channels === 1) {
      tintGrey(pixels, clip(shift));
      return;
    }
    const plane = pixels.length / channels;
    for (let i = 0; i < plane; i++) {
      const red = pixels[i] as number;
      const green = pixels[plane + i] as number;
      const blue = pixels[2 * plane + i] as number;
      const value = Math.max(red, green, blue);
      const range = value - Math.min(red, green, blue);
      const old = value === 0 ? 0 : range / value;
      const saturation = clip(old * scale + shift);
      for (let c = 0; c < channels; c++) {
        const own = pixels[c * plane + i] as number;
        const below = range === 0 ? (c === 0 ? 0 : 1) : (value - own) / range; // 0 for the strongest channel, 1 for the weakest
        pixels[c * plane + i] = value * (1 - saturation * below);
      }
    }
  },
});

/** A grey image as red, green and blue, tinted, and grey again. */
function tintGrey(pixels: Float64Array, saturation: number): void {
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i] as number;
    pixels[i] = luma(value, value * (1 - saturation), value * (1 - saturation));
  }
}
