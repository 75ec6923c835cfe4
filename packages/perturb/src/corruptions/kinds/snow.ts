/**
 * Snow: flakes in front of a paler image.
 *
 *     layer = N(mean, sd) ─ enlarge ─ remove below a threshold ─ streaks, falling
 *     out   = keep · x + (1 − keep) · max(x, 1.5 · grey + 0.5) + layer + layer upside down
 *
 * @module
 */
import { defineCorruption, type Five } from "../contract/corruption.js";
import type { CorruptionRandom } from "../contract/corruption-random.js";
import { clip, getPlane, luma, type Picture } from "../contract/picture.js";
import { meanOfZooms } from "../filters/clipped-zoom.js";
import { motionFilter } from "../filters/motion-filter.js";

interface Snow {
  readonly mean: number;
  readonly sd: number;
  readonly zoom: number;
  readonly threshold: number;
  readonly radius: number;
  readonly sigma: number;
  /** Share of the image that stays as it is. */
  readonly keep: number;
}

const FLAKES: Five<Omit<Snow, "keep">> = [
  { mean: 0.1, sd: 0.2, zoom: 1, threshold: 0.6, radius: 8, sigma: 3 },
  { mean: 0.1, sd: 0.2, zoom: 1, threshold: 0.5, radius: 10, sigma: 4 },
  { mean: 0.15, sd: 0.3, zoom: 1.75, threshold: 0.55, radius: 10, sigma: 4 },
  { mean: 0.25, sd: 0.3, zoom: 2.25, threshold: 0.6, radius: 12, sigma: 6 },
  { mean: 0.3, sd: 0.3, zoom: 1.25, threshold: 0.65, radius: 14, sigma: 12 },
];
const kept = (shares: Five<number>) =>
  FLAKES.map((flakes, i) => ({ ...flakes, keep: shares[i] })) as unknown as Five<Snow>;

/** The flakes of photographs are larger. */
const LARGE: Five<Snow> = [
  { mean: 0.1, sd: 0.3, zoom: 3, threshold: 0.5, radius: 10, sigma: 4, keep: 0.8 },
  { mean: 0.2, sd: 0.3, zoom: 2, threshold: 0.5, radius: 12, sigma: 4, keep: 0.7 },
  { mean: 0.55, sd: 0.3, zoom: 4, threshold: 0.9, radius: 12, sigma: 8, keep: 0.7 },
  { mean: 0.55, sd: 0.3, zoom: 4.5, threshold: 0.85, radius: 12, sigma: 8, keep: 0.65 },
  { mean: 0.55, sd: 0.3, zoom: 2.5, threshold: 0.85, radius: 12, sigma: 12, keep: 0.55 },
];

/** Snow. */
export const snow = defineCorruption<Snow>({
  name: "snow",
  code: 8,
  family: "weather",
  standard: true,
  fidelity: "exact in distribution",
  summary: "adds falling flakes and pales the image; parameters: flakes, streaks, share of the image kept",
  severities: { cifar: kept([0.95, 0.9, 0.9, 0.85, 0.8]), tiny: kept([0.8, 0.8, 0.7, 0.65, 0.6]), imagenet: LARGE },
  words: ({ height, width }) => height * width + 2,
  apply(picture, snow, draws) {
    const layer = flakes(picture, snow, draws);
    pale(picture, snow.keep);
    for (let c = 0; c < picture.channels; c++) {
      const plane = getPlane(picture, c);
      const last = plane.length - 1;
      for (let i = 0; i <= last; i++)
        plane[i] = clip((plane[i] as number) + (layer[i] as number) + (layer[last - i] as number));
    }
  },
});

function flakes(
  { height, width }: Picture,
  { mean, sd, zoom, threshold, radius, sigma }: Snow,
  draws: CorruptionRandom,
) {
  const layer = draws.normals(height * width);
  for (let i = 0; i < layer.length; i++) layer[i] = mean + sd * (layer[i] as number);
  if (zoom !== 1) meanOfZooms(layer, height, width, [zoom]);
  for (let i = 0; i < layer.length; i++) {
    const value = layer[i] as number;
    layer[i] = value < threshold ? 0 : Math.trunc(clip(value) * 255) / 255;
  }
  motionFilter(layer, height, width, { radius, sigma }, draws.between(-135, -45));
  return layer;
}

function pale({ pixels, channels }: Picture, keep: number): void {
  const plane = pixels.length / channels;
  for (let i = 0; i < plane; i++) {
    const first = pixels[i] as number;
    const grey = channels === 1 ? first : luma(first, pixels[plane + i] as number, pixels[2 * plane + i] as number);
    const white = 1.5 * grey + 0.5;
    for (let c = 0; c < channels; c++) {
      const own = pixels[c * plane + i] as number;
      pixels[c * plane + i] = keep * own + (1 - keep) * Math.max(own, white);
    }
  }
}
