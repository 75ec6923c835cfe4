/**
 * The area under the ROC curve of a unit as a detector of its best class: the chance that it responds more to an image of the class
 * than to another image, ties counting half.
 *
 *     AUC_c = (R_c − n_c (n_c + 1) / 2) / (n_c (N − n_c)),   R_c: sum of the ranks of the class's images, mid-ranks where responses tie
 *
 * Source: Mann & Whitney 1947; Hanley & McNeil 1982.
 * @module
 */
import { createScoreMeasure } from "./class-scores.js";

/** The area under the ROC curve, the largest over classes. */
export const aucMeasure = createScoreMeasure(
  {
    name: "auc",
    symbol: "AUC",
    title: "area under the ROC curve",
    meaning: "How often a unit responds more to an image of its best class than to an image of another.",
    source: "Mann & Whitney 1947; Hanley & McNeil 1982",
    range: [0.5, 1],
    deadUnit: 0.5,
  },
  ({ labels, starts }, { sizes, images }, scores) => {
    const ranks = new Float64Array(sizes.length);
    for (let group = 0; group + 1 < starts.length; group++) {
      const [from, to] = [starts[group] as number, starts[group + 1] as number];
      const rank = (from + 1 + to) / 2;
      for (let i = from; i < to; i++) ranks[labels[i] as number] = (ranks[labels[i] as number] as number) + rank;
    }
    for (const [label, size] of sizes.entries())
      if (size > 0)
        scores[label] =
          size === images ? 0.5 : ((ranks[label] as number) - (size * (size + 1)) / 2) / (size * (images - size));
  },
);
