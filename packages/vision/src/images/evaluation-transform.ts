/**
 * The transform with which published accuracies on photographs are measured: torchvision's `Resize` and `CenterCrop` on pictures
 * that Pillow opened.
 *
 *     shorter side = resize      longer side = ⌊resize · longer / shorter⌋      the middle square of `crop` pixels
 *
 * @module
 */
import { DatasetError } from "../error.js";
import { type BytePicture, type Interpolation, resample } from "./resample.js";

/** How a photograph becomes the square image that a network sees. */
export interface EvaluationTransform {
  /** Pixels to which the shorter side is resized. */
  readonly resize: number;
  /** Side in pixels of the square that is cut out of the middle; at most `resize`. */
  readonly crop: number;
  readonly interpolation: Interpolation;
}

/** What a user says of a transform; whatever is left out is completed. */
export interface TransformRequest {
  readonly resize?: number | undefined;
  /** By default as `resize`. */
  readonly crop?: number | undefined;
  /** By default `bilinear`, as torchvision's. */
  readonly interpolation?: Interpolation | undefined;
  /** The side of images without a transform, which excludes one. */
  readonly imageSize?: number | undefined;
}

/**
 * Completes a transform; `undefined` where none was asked for.
 *
 * @throws {@link DatasetError} for a crop that is larger than the picture it is cut out of, and for parts without a resize.
 */
export function completeTransform({
  resize,
  crop = resize,
  interpolation,
  imageSize,
}: TransformRequest): EvaluationTransform | undefined {
  if (resize === undefined || crop === undefined) {
    if (crop === undefined && interpolation === undefined) return undefined;
    const given = crop === undefined ? "--interpolation" : "--crop";
    throw refuse(`${given} belongs to --resize, which is missing.`, `add --resize, or leave ${given} out`);
  }
  if (imageSize !== undefined)
    throw refuse(
      "--image-size and --resize both say how large images are.",
      "leave --image-size out: --crop is the side of the images",
    );
  if (crop > resize)
    throw refuse(
      `--crop ${crop} does not fit into pictures whose shorter side is resized to ${resize}.`,
      `choose a --crop of at most ${resize}`,
    );
  return { resize, crop, interpolation: interpolation ?? "bilinear" };
}

function refuse(problem: string, remedy: string): DatasetError {
  return new DatasetError({ code: "transform-refused", problem, remedy });
}

/** Resizes a picture and cuts out its middle. */
export function transformPicture(
  picture: BytePicture,
  { resize, crop, interpolation }: EvaluationTransform,
): BytePicture {
  const { width, height } = picture;
  const shorter = Math.min(width, height);
  const axis = (from: number) => {
    const to = from === shorter ? resize : Math.trunc((resize * from) / shorter);
    return { from, to, first: roundHalfEven((to - crop) / 2), count: crop };
  };
  return resample(picture, axis(width), axis(height), interpolation);
}

/** As Python rounds: of two whole numbers that are equally near, the even one. */
function roundHalfEven(value: number): number {
  const low = Math.floor(value);
  if (value - low !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}
