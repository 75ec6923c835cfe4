/**
 * Spatter on the lens: drops of water with bright rims, or mud.
 *
 *     liquid = blurred noise above a threshold
 *     water: m = liquid · relief of its edges, in proportion to its largest · strength     out = x + m · pale turquoise
 *     mud:   m = blurred (liquid > threshold), if at least 0.8                          out = x (1 − m) + m · brown
 *
 * @module
 */
import { defineCorruption, type Five } from "../contract/corruption.js";
import type { CorruptionRandom } from "../contract/corruption-random.js";
import { clip, convertColor, getPlane, type Picture } from "../contract/picture.js";
import { edges } from "../filters/canny.js";
import { gaussianFilter } from "../filters/gaussian-filter.js";
import { relief } from "../filters/relief.js";

interface Spatter {
  readonly mean: number;
  readonly sd: number;
  readonly blur: number;
  readonly threshold: number;
  /** Of water: how bright; of mud: the standard deviation of its blur. */
  readonly strength: number;
  readonly mud: boolean;
}

const WATER = [175 / 255, 238 / 255, 238 / 255] as const;
const MUD = [63 / 255, 42 / 255, 20 / 255] as const;

const withStrength = (water: number, thickest: number): Five<Spatter> => [
  { mean: 0.62, sd: 0.1, blur: 0.7, threshold: 0.7, strength: water, mud: false },
  { mean: 0.65, sd: 0.1, blur: 0.8, threshold: 0.7, strength: water, mud: false },
  { mean: 0.65, sd: 0.3, blur: 1, threshold: 0.69, strength: water, mud: false },
  { mean: 0.65, sd: 0.1, blur: 0.7, threshold: thickest + 0.01, strength: 0.6, mud: true },
  { mean: 0.65, sd: 0.1, blur: 0.5, threshold: thickest, strength: 0.6, mud: true },
];

const ON_PHOTOGRAPHS: Five<Spatter> = [
  { mean: 0.65, sd: 0.3, blur: 4, threshold: 0.69, strength: 0.6, mud: false },
  { mean: 0.65, sd: 0.3, blur: 3, threshold: 0.68, strength: 0.6, mud: false },
  { mean: 0.65, sd: 0.3, blur: 2, threshold: 0.68, strength: 0.5, mud: false },
  { mean: 0.65, sd: 0.3, blur: 1, threshold: 0.65, strength: 1.5, mud: true },
  { mean: 0.67, sd: 0.4, blur: 1, threshold: 0.65, strength: 1.5, mud: true },
];

/** Drops on the lens. */
export const spatter = defineCorruption<Spatter>({
  name: "spatter",
  code: 18,
  family: "weather",
  standard: false,
  fidelity: "approximate",
  summary: "adds drops of water or mud; parameters: noise, blur, threshold, strength, which",
  severities: { cifar: withStrength(0.5, 0.68), tiny: withStrength(0.6, 0.67), imagenet: ON_PHOTOGRAPHS },
  words: ({ height, width }) => height * width + 1,
  apply(picture, spatter, draws) {
    const layer = liquid(picture, spatter, draws);
    if (spatter.mud) addMud(picture, layer, spatter);
    else addWater(picture, layer, spatter);
  },
});

function liquid(
  { height, width }: Picture,
  { mean, sd, blur, threshold }: Spatter,
  draws: CorruptionRandom,
): Float64Array {
  const layer = draws.normals(height * width);
  for (let i = 0; i < layer.length; i++) layer[i] = mean + sd * (layer[i] as number);
  gaussianFilter(layer, height, width, blur);
  return layer.map((value) => (value < threshold ? 0 : value));
}

function addWater(picture: Picture, layer: Float64Array, { strength }: Spatter): void {
  const { channels, height, width } = picture;
  const levels = layer.map((value) => Math.trunc(255 * value) & 255); // as a byte, which wraps around
  const light = relief(edges(levels, height, width), height, width);
  const film = levels.map((level, i) => level * (light[i] as number));
  const most = film.reduce((largest, value) => Math.max(largest, value), 0);
  if (most === 0) return; // there is no drop on this image
  for (const [c, tone] of convertColor(channels, WATER).entries()) {
    const plane = getPlane(picture, c);
    for (let i = 0; i < plane.length; i++)
      plane[i] = clip((plane[i] as number) + ((film[i] as number) / most) * strength * tone);
  }
}

/** Thinner mud than this does not show. */
const THINNEST = 0.8;

function addMud(picture: Picture, layer: Float64Array, { threshold, strength }: Spatter): void {
  const { channels, height, width } = picture;
  const cover = layer.map((value) => (value > threshold ? 1 : 0));
  gaussianFilter(cover, height, width, strength);
  for (const [c, tone] of convertColor(channels, MUD).entries()) {
    const plane = getPlane(picture, c);
    for (let i = 0; i < plane.length; i++) {
      const share = cover[i] as number;
      if (share >= THINNEST) plane[i] = clip((plane[i] as number) * (1 - share) + share * tone);
    }
  }
}
