/**
 * Training and validation images, drawn by seed from a data set's training split.
 *
 * All images are put into one random order, any prefix of which has the same fraction of every class, to within half an image: see
 * {@link stratify}. Validation images are a prefix of that order, and training images follow: of CIFAR-10's 50,000 images 5,000
 * validate, 500 per class, as published. For one seed, a smaller training set is part of every larger one.
 * @module
 */

import { formatCount, LabError, shuffleBySeed } from "@selectivity-lab/base";
import type { Tensor } from "@selectivity-lab/torch";
import { stratify } from "./stratify.js";

/** The requested numbers of images do not fit the data set. */
export class SplitError extends LabError {
  override readonly name = "SplitError";

  /** @param problem which numbers were requested, and how many images there are. @param remedy what would fit. */
  constructor(problem: string, remedy = "request fewer images") {
    super({ code: "invalid-split", problem, remedy });
  }
}

/** Indices of the training and the validation images; ascending, disjoint. */
export interface TrainingSplit {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/** Numbers of images. */
export interface SplitOptions {
  readonly seed: number;
  readonly validationImages: number;
  /** All images that are not used for validation, by default. */
  readonly trainImages?: number | undefined;
}

/**
 * Splits the images of a data set by seed, with equal shares of every class.
 *
 * @param labels int64 `[N]`, the class of each image.
 * @throws SplitError if more images are requested than there are, or no training images.
 * @example
 * const labels = tensor([0, 0, 0, 1, 1, 1], { dtype: "int64" });
 * split(labels, { seed: 0, validationImages: 2 }).train.length // 4; two of each class
 */
export function split(labels: Tensor, options: SplitOptions): TrainingSplit {
  const { seed, validationImages } = options;
  checkSizes(labels.numel, options);
  const { trainImages = labels.numel - validationImages } = options;
  const classOf = Int32Array.from(labels.toTypedArray(), Number);
  const everyImage = classOf.map((_, index) => index);
  const order = stratify(shuffleBySeed(everyImage, seed, "split"), classOf);
  return {
    train: order.slice(validationImages, validationImages + trainImages).sort(),
    validation: order.slice(0, validationImages).sort(),
  };
}

function checkSizes(images: number, { trainImages, validationImages }: SplitOptions): void {
  for (const [name, count, least] of [
    ["validationImages", validationImages, 0],
    ["trainImages", trainImages, 1],
  ] as const)
    if (count !== undefined && !(Number.isInteger(count) && count >= least))
      throw new SplitError(`${name} ${count}: expected a whole number of at least ${least}`, "correct the number");
  if ((trainImages ?? 1) + validationImages <= images) return;
  const asked =
    trainImages === undefined
      ? `validationImages ${validationImages} leaves no image to train on`
      : `trainImages ${trainImages} and validationImages ${validationImages} do not fit`;
  throw new SplitError(`${asked}: the training split has ${formatCount(images, "image")}`, describeWhatFits(images));
}

/** The part of the images that is suggested for validation, as a divisor. */
const VALIDATION_SHARE = 6;

function describeWhatFits(images: number): string {
  const validation = Math.max(1, Math.floor(images / VALIDATION_SHARE));
  return images < 2
    ? "add images"
    : `request at most ${images} images together, such as trainImages=${images - validation} validationImages=${validation}`;
}
