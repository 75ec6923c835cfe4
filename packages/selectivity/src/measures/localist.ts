/**
 * Whether a unit is a localist code for a class: it responds more to every image of the class than to any other image.
 *
 * 0 or 1, so that a layer's mean is the share of such units. Equal responses do not count as more.
 * Source: Bowers 2009; none in AlexNet's hidden layers: Gale et al. 2020.
 * @module
 */
import { createScoreMeasure } from "./class-scores.js";

/** Whether a unit separates a class from all other images. */
export const localistMeasure = createScoreMeasure(
  {
    name: "localist",
    symbol: "L",
    title: "localist units",
    meaning: "Whether a unit responds more to every image of one class than to any other image.",
    source: "Bowers 2009; Gale et al. 2020",
    range: [0, 1],
    deadUnit: 0,
  },
  ({ labels, starts }, { sizes, images }, scores) => {
    for (const [label, size] of sizes.entries()) if (size > 0) scores[label] = 0;
    const top = labels[images - 1] as number;
    const size = sizes[top] as number;
    const from = images - size;
    if (size < images && starts.includes(from) && labels.subarray(from, images).every((label) => label === top))
      scores[top] = 1;
  },
);
