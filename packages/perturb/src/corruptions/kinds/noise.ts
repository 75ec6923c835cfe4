/**
 * Noise, drawn for every pixel and channel.
 *
 *     gaussian  x + sd · n          speckle  x + x · sd · n          n ~ N(0, 1)
 *     shot      Poisson(c · x) / c  impulse  with probability p: 1 or 0, equally likely
 *
 * Only the random numbers differ from the published images, which were never seeded.
 * @module
 */
import { countPixels, defineCorruption, type Five } from "../contract/corruption.js";
import { inverted, type PoissonTable, poissonTable } from "../filters/poisson.js";

const exact = { family: "noise", fidelity: "exact in distribution" } as const;

/** Number of random words for one normal number per pixel, which are drawn in pairs. */
const countNormalWords = (size: Parameters<typeof countPixels>[0]) => countPixels(size) + 1;

/** Additive normal noise. */
export const gaussianNoise = defineCorruption<number>({
  ...exact,
  name: "gaussian_noise",
  code: 1,
  standard: true,
  summary: "adds normal noise; parameter: standard deviation",
  severities: {
    cifar: [0.04, 0.06, 0.08, 0.09, 0.1],
    tiny: [0.04, 0.08, 0.12, 0.15, 0.18],
    imagenet: [0.08, 0.12, 0.18, 0.26, 0.38],
  },
  words: countNormalWords,
  apply({ pixels }, sd, draws) {
    const noise = draws.normals(pixels.length);
    for (let i = 0; i < pixels.length; i++) pixels[i] = (pixels[i] as number) + sd * (noise[i] as number);
  },
});

/** Noise of counting photons: in absolute terms stronger in bright places, relatively stronger in dark ones. */
export const shotNoise = defineCorruption<number>({
  ...exact,
  name: "shot_noise",
  code: 2,
  standard: true,
  summary: "counts photons; parameter: photons of a white pixel",
  severities: { cifar: [500, 250, 100, 75, 50], tiny: [250, 100, 50, 30, 15], imagenet: [60, 25, 12, 5, 3] },
  words: countPixels,
  apply({ pixels }, photons, draws) {
    const tables = makePoissonTables(photons);
    for (let i = 0; i < pixels.length; i++)
      pixels[i] =
        inverted(tables[Math.floor(255 * (pixels[i] as number) + 0.5)] as PoissonTable, draws.uniform()) / photons;
  },
});

const known = new Map<number, PoissonTable[]>();

/** Makes the tables of the means of all 256 levels, once per severity. */
function makePoissonTables(photons: number): PoissonTable[] {
  const tables = known.get(photons) ?? Array.from({ length: 256 }, (_, level) => poissonTable((level / 255) * photons));
  known.set(photons, tables);
  return tables;
}

/** Salt-and-pepper noise in each channel. */
export const impulseNoise = defineCorruption<number>({
  ...exact,
  name: "impulse_noise",
  code: 3,
  standard: true,
  summary: "replaces values by black or white, each channel by itself; parameter: share replaced",
  severities: {
    cifar: [0.01, 0.02, 0.03, 0.05, 0.07],
    tiny: [0.01, 0.02, 0.05, 0.08, 0.14],
    imagenet: [0.03, 0.06, 0.09, 0.17, 0.27],
  },
  words: (size) => 2 * countPixels(size),
  apply({ pixels }, share, draws) {
    for (let i = 0; i < pixels.length; i++) {
      const replaced = draws.uniform() < share;
      const salt = draws.uniform() < 0.5;
      if (replaced) pixels[i] = salt ? 1 : 0;
    }
  },
});

/** Normal noise in proportion to the pixel. */
export const speckleNoise = defineCorruption<number>({
  ...exact,
  name: "speckle_noise",
  code: 16,
  standard: false,
  summary: "adds normal noise in proportion to the pixel; parameter: standard deviation",
  severities: {
    cifar: [0.06, 0.1, 0.12, 0.16, 0.2] satisfies Five<number>,
    tiny: [0.15, 0.2, 0.25, 0.3, 0.35],
    imagenet: [0.15, 0.2, 0.35, 0.45, 0.6],
  },
  words: countNormalWords,
  apply({ pixels }, sd, draws) {
    const noise = draws.normals(pixels.length);
    for (let i = 0; i < pixels.length; i++) pixels[i] = (pixels[i] as number) * (1 + sd * (noise[i] as number));
  },
});
