/**
 * Frosted glass: blur, move pixels to nearby places, blur again.
 *
 * The published script is meant to swap neighboring pixels, but swaps views of one array and so copies in one direction; this does
 * the same. A pixel's source is drawn from −delta to delta − 1, so pixels drift down and to the right.
 * @module
 */
import { defineCorruption } from "../contract/corruption.js";
import type { CorruptionRandom } from "../contract/corruption-random.js";
import { getPlane, type Picture } from "../contract/picture.js";
import { gaussianFilter } from "../filters/gaussian-filter.js";

/** Standard deviation of both blurs in pixels, how far pixels move, how often each site is visited. */
type Glass = readonly [sigma: number, delta: number, iterations: number];

/** Behind frosted glass. */
export const glassBlur = defineCorruption<Glass>({
  name: "glass_blur",
  code: 5,
  family: "blur",
  standard: true,
  fidelity: "exact in distribution",
  summary: "blurs, copies pixels from near places, blurs again; parameters: sigma, distance, rounds",
  severities: {
    cifar: [
      [0.05, 1, 1],
      [0.25, 1, 1],
      [0.4, 1, 1],
      [0.25, 1, 2],
      [0.4, 1, 2],
    ],
    tiny: [
      [0.1, 1, 1],
      [0.5, 1, 1],
      [0.6, 1, 2],
      [0.7, 2, 1],
      [0.9, 2, 2],
    ],
    imagenet: [
      [0.7, 1, 2],
      [0.9, 2, 1],
      [1, 2, 3],
      [1.1, 3, 2],
      [1.5, 4, 2],
    ],
  },
  words: ({ height, width }, [, , iterations]) => 2 * height * width * iterations,
  apply(picture, [sigma, delta, iterations], draws) {
    blur(picture, sigma);
    for (let i = 0; i < picture.pixels.length; i++)
      picture.pixels[i] = Math.floor((picture.pixels[i] as number) * 255) / 255;
    for (let round = 0; round < iterations; round++) displace(picture, delta, draws);
    blur(picture, sigma);
  },
});

function blur(picture: Picture, sigma: number): void {
  const { channels, height, width } = picture;
  for (let c = 0; c < channels; c++) gaussianFilter(getPlane(picture, c), height, width, sigma);
}

/** One visit of every site, from the last on; a source may have been overwritten before. */
function displace({ pixels, channels, height, width }: Picture, delta: number, draws: CorruptionRandom): void {
  const plane = height * width;
  for (let y = height - delta; y > delta; y--)
    for (let x = width - delta; x > delta; x--) {
      const dx = draws.below(2 * delta) - delta;
      const dy = draws.below(2 * delta) - delta;
      const [to, from] = [y * width + x, (y + dy) * width + x + dx];
      for (let c = 0; c < channels; c++) pixels[c * plane + to] = pixels[c * plane + from] as number;
    }
}
