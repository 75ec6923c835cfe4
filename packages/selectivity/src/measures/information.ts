/**
 * The mutual information of the class and a unit's response, in bits.
 *
 *     I = H(class) + H(bin) − H(class, bin),   20 bins with equally many images, each entropy with the correction of Miller and Madow
 *
 * It sees a unit that tells a little about many classes, which the index does not. Images with the same response are in the same bin, that
 * of their middle rank, so a unit that is silent for most images has fewer bins. The correction, (non-empty cells − 1) / 2N nats for each
 * entropy, takes off most of the bias of few images per cell, so that I can be a little below 0; the null says what is left.
 * Source: Miller 1955; Panzeri & Treves 1996; used for units by Morcos et al. 2018, arXiv:1803.06959.
 * @module
 */
import { type RankedResponses, rankedResponsesStatistic, type UnitOrder } from "../responses/ranked-responses.js";
import { mapUnits } from "./class-scores.js";
import type { SelectivityMeasure } from "./measure.js";

/** Bins of equally many images. @param options.bins 20 by default. */
export function createInformationMeasure({ bins = 20 } = {}): SelectivityMeasure<RankedResponses> {
  return {
    name: "information",
    symbol: "I",
    title: "class information",
    meaning: "How many bits a unit's response tells about the class of an image.",
    source: "Miller 1955; Morcos et al. 2018, arXiv:1803.06959",
    range: [-1 / (2 * Math.LN2), Number.POSITIVE_INFINITY],
    nonNegative: false,
    scaleInvariant: true,
    deadUnit: 0,
    statistic: rankedResponsesStatistic,
    trainable: false,
    estimate: (ranked) => mapUnits(ranked.units, (unit) => estimateInformation(ranked.readUnit(unit), ranked, bins)),
  };
}

/** With 20 bins. */
export const informationMeasure = createInformationMeasure();

function estimateInformation({ labels, starts }: UnitOrder, { sizes, images }: RankedResponses, bins: number): number {
  const classes = sizes.length;
  const joint = new Float64Array(bins * classes);
  const inBin = new Float64Array(bins);
  for (let group = 0; group + 1 < starts.length; group++) {
    const [from, to] = [starts[group] as number, starts[group + 1] as number];
    const bin = Math.floor(((from + to) / 2 / images) * bins);
    inBin[bin] = (inBin[bin] as number) + to - from;
    for (let i = from; i < to; i++) {
      const cell = bin * classes + (labels[i] as number);
      joint[cell] = (joint[cell] as number) + 1;
    }
  }
  return (estimateEntropy(sizes, images) + estimateEntropy(inBin, images) - estimateEntropy(joint, images)) / Math.LN2;
}

/** In nats, after Miller and Madow. @param counts of cells; empty ones are left out. */
function estimateEntropy(counts: Iterable<number>, total: number): number {
  let [sum, cells] = [0, 0];
  for (const count of counts) {
    if (count === 0) continue;
    sum -= (count / total) * Math.log(count / total);
    cells++;
  }
  return sum + (cells - 1) / (2 * total);
}
