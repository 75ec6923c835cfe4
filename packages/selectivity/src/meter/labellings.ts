/**
 * The labellings that a measurement needs of the same images: the true one, its two halves, and permutations.
 * @module
 */
import { Random } from "@selectivity-lab/base";
import { permute } from "@selectivity-lab/statistics";

/** The label of an image that a labelling leaves out. */
export const LEFT_OUT = -1;

/** One of something for each labelling. */
export type PerLabelling<T> = [truth: T, firstHalf: T, secondHalf: T, ...shuffled: T[]];

/** The same made of the item of each labelling. */
export function mapLabellings<A, B>(
  [truth, first, second, ...shuffled]: PerLabelling<A>,
  make: (item: A) => B,
): PerLabelling<B> {
  return [make(truth), make(first), make(second), ...shuffled.map(make)];
}

/** All labellings of a measurement, each `[N]`. The first permutations are the same however many there are. */
export function drawLabellings(labels: Int32Array, permutations: number, seed: number): PerLabelling<Int32Array> {
  const [halves, ...shuffles] = Array.from({ length: 1 + permutations }, (_, stream) => new Random(seed, stream));
  return [labels, ...splitHalves(labels, halves as Random), ...shuffles.map((random) => permute(labels, random))];
}

/**
 * The images in two random halves, of each class as many in one as in the other, or one more in the first.
 *
 * @returns the labels of either half, with the images of the other left out.
 */
export function splitHalves(labels: Int32Array, random: Random): [first: Int32Array, second: Int32Array] {
  const first = labels.map(() => LEFT_OUT);
  const second = labels.map(() => LEFT_OUT);
  const seen = new Map<number, number>();
  for (const image of permute([...labels.keys()], random)) {
    const label = labels[image] as number;
    const before = seen.get(label) ?? 0;
    (before % 2 === 0 ? first : second)[image] = label;
    seen.set(label, before + 1);
  }
  return [first, second];
}
