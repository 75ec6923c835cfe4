/**
 * The share of the best class among the images that a unit responds to most.
 *
 *     P_k = max over classes of  (images of the class among the k with the highest responses) / k,   k = 60
 *
 * Where images tie for the last places each of them gets the same part of a place, so that the order of images does not matter.
 * Biased by k and by unequal classes: its null says how much. Undefined with k images or fewer, and for silent units.
 * Source: Zhou et al. 2015, arXiv:1412.6856 (k = 60); Gale et al. 2020 on its bias.
 * @module
 */
import type { RankedResponses } from "../responses/ranked-responses.js";
import { createScoreMeasure } from "./class-scores.js";
import type { SelectivityMeasure } from "./measure.js";

/** Precision among the top images. @param options.top k; 60 by default. */
export function createPrecisionMeasure({ top = 60 } = {}): SelectivityMeasure<RankedResponses> {
  return createScoreMeasure(
    {
      name: "precision",
      symbol: `P${top}`,
      title: `precision of the top ${top} images`,
      meaning: `Which part of the ${top} images that a unit responds to most is of the same class.`,
      source: "Zhou et al. 2015, arXiv:1412.6856; Gale et al. 2020",
      range: [0, 1],
      deadUnit: Number.NaN,
    },
    ({ labels, starts }, { sizes, images }, scores) => {
      if (images <= top) return void scores.fill(Number.NaN);
      for (const [label, size] of sizes.entries()) if (size > 0) scores[label] = 0;
      for (let group = starts.length - 2, left = top; group >= 0 && left > 0; group--) {
        const [from, to] = [starts[group] as number, starts[group + 1] as number];
        const part = Math.min(1, left / (to - from));
        for (let i = from; i < to; i++) scores[labels[i] as number] = (scores[labels[i] as number] as number) + part;
        left -= to - from;
      }
      for (const label of sizes.keys()) scores[label] = (scores[label] as number) / top;
    },
  );
}

/** Among the top 60 images. */
export const precisionMeasure = createPrecisionMeasure();
