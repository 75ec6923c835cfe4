/**
 * The informedness (Youden's J) of a unit as a detector of its best class, at its best threshold.
 *
 *     J = max over classes and thresholds t of  (hit rate − false-alarm rate),   a hit: a response ≥ t to an image of the class
 *
 * 0: no threshold tells the class from the rest; 1: one does without an error. Across halves, class and threshold are picked on one and
 * judged on the other.
 * Source: Youden 1950; Powers 2011; preferred for single units by Gale et al. 2020.
 * @module
 */
import { type RankedResponses, rankedResponsesStatistic, type UnitOrder } from "../responses/ranked-responses.js";
import { mapUnits } from "./class-scores.js";
import type { SelectivityMeasure } from "./measure.js";

/** A detector: responses from this place in the order of all images on are taken for this class. */
interface Detector {
  readonly label: number;
  readonly place: number;
  readonly informedness: number;
}

/** The best informedness over classes and thresholds. */
export const informednessMeasure: SelectivityMeasure<RankedResponses> = {
  name: "informedness",
  symbol: "J",
  title: "informedness",
  meaning: "How much more often than false alarms a unit's best threshold hits its best class.",
  source: "Youden 1950; Powers 2011; Gale et al. 2020",
  range: [0, 1],
  nonNegative: false,
  scaleInvariant: true,
  deadUnit: 0,
  statistic: rankedResponsesStatistic,
  trainable: false,
  estimate: (ranked) => mapUnits(ranked.units, (unit) => findDetector(ranked.readUnit(unit), ranked).informedness),
  estimateAcross: (picked, judged) =>
    mapUnits(picked.units, (unit) => {
      const detector = findDetector(picked.readUnit(unit), picked);
      return judgeDetector(detector, judged.readUnit(unit), judged);
    }),
};

/** Lowers the threshold from group to group; only classes of the group that was passed can gain by it. */
function findDetector({ labels, starts, places }: UnitOrder, { sizes, images }: RankedResponses): Detector {
  const hits = new Float64Array(sizes.length);
  let best: Detector = { label: labels[images - 1] ?? 0, place: Number.POSITIVE_INFINITY, informedness: 0 };
  for (let group = starts.length - 2; group >= 0; group--) {
    const from = starts[group] as number;
    const to = starts[group + 1] as number;
    for (let i = from; i < to; i++) hits[labels[i] as number] = (hits[labels[i] as number] as number) + 1;
    for (let i = from; i < to; i++) {
      const label = labels[i] as number;
      const informedness = compareRates(hits[label] as number, images - from, sizes[label] as number, images);
      if (informedness > best.informedness) best = { label, place: places[group] as number, informedness };
    }
  }
  return best;
}

function judgeDetector(
  { label, place }: Detector,
  { labels, starts, places }: UnitOrder,
  { sizes, images }: RankedResponses,
) {
  const group = places.findIndex((start) => start >= place);
  if (group < 0) return 0;
  const from = starts[group] as number;
  const hits = labels.subarray(from, images).filter((other) => other === label).length;
  return compareRates(hits, images - from, sizes[label] as number, images);
}

/** Hit rate less false-alarm rate; 0 where there are no images of the class, or of others. */
function compareRates(hits: number, positives: number, size: number, images: number): number {
  return size === 0 || size === images ? 0 : hits / size - (positives - hits) / (images - size);
}
