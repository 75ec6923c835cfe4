/**
 * The labellings that a measurement needs of the same images: the true one, its two halves, and permutations.
 * @module
 */
import { Random } from "@selectivity-lab/base";
import { permuteValues } from "@selectivity-lab/statistics";
import { LEFT_OUT } from "../responses/labels.js";

/** One item per labelling. */
export type PerLabelling<T> = [truth: T, firstHalf: T, secondHalf: T, ...shuffled: T[]];

/** All labellings of a measurement, each `[N]`. The first permutations are the same however many there are. */
export function drawLabellings(labels: Int32Array, permutations: number, seed: number): PerLabelling<Int32Array> {
  const halves = splitHalves(labels, new Random(seed, "halves"));
  const permuted = Array.from({ length: permutations }, (_, index) =>
    permuteValues(labels, new Random(seed, "permutedLabels", index)),
  );
  return [labels, ...halves, ...permuted];
}

/**
 * Splits the images of each class into two random halves, the first of which gets one more where their number is odd. Both halves
 * have the same classes: a class with a single image is in neither.
 *
 * @returns the labels of either half, with the images of the other left out.
 */
export function splitHalves(labels: Int32Array, random: Random): [first: Int32Array, second: Int32Array] {
  const first = labels.map(() => LEFT_OUT);
  const second = labels.map(() => LEFT_OUT);
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const seen = new Map<number, number>();
  for (const image of permuteValues([...labels.keys()], random)) {
    const label = labels[image] as number;
    const before = seen.get(label) ?? 0;
    if (sizes.get(label) !== 1) (before % 2 === 0 ? first : second)[image] = label;
    seen.set(label, before + 1);
  }
  return [first, second];
}
