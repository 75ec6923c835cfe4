/**
 * Fog: a plasma cloud over the image, which keeps its brightest level.
 *
 * @module
 */
import { defineCorruption } from "../contract/corruption.js";
import { clip } from "../contract/picture.js";
import { plasma, plasmaSide, plasmaWords } from "../filters/plasma.js";

type Cloud = readonly [strength: number, decay: number];

/** Fog. */
export const fog = defineCorruption<Cloud>({
  name: "fog",
  code: 10,
  family: "weather",
  standard: true,
  fidelity: "exact in distribution",
  summary: "adds a plasma cloud; parameters: strength, how fast its detail fades",
  severities: {
    cifar: [
      [0.2, 3],
      [0.5, 3],
      [0.75, 2.5],
      [1, 2],
      [1.5, 1.75],
    ],
    tiny: [
      [0.4, 3],
      [0.7, 3],
      [1, 2.5],
      [1.5, 2],
      [2, 1.75],
    ],
    imagenet: [
      [1.5, 2],
      [2, 2],
      [2.5, 1.7],
      [2.5, 1.5],
      [3, 1.4],
    ],
  },
  words: ({ height, width }) => plasmaWords(plasmaSide(height, width)),
  apply({ pixels, channels, height, width }, [strength, decay], draws) {
    const side = plasmaSide(height, width);
    const cloud = plasma(side, decay, draws);
    let brightest = 0;
    for (let i = 0; i < pixels.length; i++) brightest = Math.max(brightest, pixels[i] as number);
    const scale = brightest / (brightest + strength);
    for (let c = 0, i = 0; c < channels; c++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++, i++) {
          const thickness = cloud[(y % side) * side + (x % side)] as number;
          pixels[i] = clip(((pixels[i] as number) + strength * thickness) * scale);
        }
  },
});
