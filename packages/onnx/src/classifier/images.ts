/**
 * Black images of the sizes that a file takes, to run it where only shapes are of interest.
 *
 * @module
 */
import type { Floats } from "../session.js";
import type { OnnxFile } from "./file.js";

/** C, H, W. */
export type OnnxImageShape = readonly [number, number, number];

/** Number of images where the file takes any number: not one, which would look like an axis of its own. */
const IMAGES = 2;

/** Black images `[N, C, H, W]`. @param images N, where the file takes any number. */
export function blackImages(file: OnnxFile, imageShape: OnnxImageShape, images = IMAGES): Floats {
  const dims = [file.images.shape[0] ?? images, ...imageShape];
  return { data: new Float32Array(dims.reduce((product, size) => product * size, 1)), dims };
}
