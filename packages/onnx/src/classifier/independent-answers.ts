/**
 * Finds out by running a file whether its answers for an image depend on chance, or on the other images of a batch.
 *
 * Layers in training mode are found by their settings: see training-mode.ts. This finds what has no settings: a batch norm written out,
 * a Softmax over the images, a custom operator with noise.
 *
 * @module
 */
import { refusals, refuse } from "../refusals.js";
import type { Floats } from "../session.js";
import { SCORES } from "../units/open-units.js";
import type { OnnxFile } from "./file.js";
import type { FileSession } from "./file-session.js";
import { blackImages, type OnnxImageShape } from "./images.js";

/** Of the range of an image's scores: engines may add numbers up in an order of their own. */
const CHANCE = 1e-3;

/** Of that range: weights and activations of eight bits, whose step a file may take from the whole batch. */
const COMPANIONS = 0.1;

/** Of the largest score: scores that differ by less are alike but for rounding. */
const ROUNDING = 1e-3;

/** Runs a file three times on a few images. @throws OnnxError where the scores of the same image differ. */
export async function requireIndependentAnswers(
  file: OnnxFile,
  session: FileSession,
  imageShape: OnnxImageShape,
): Promise<void> {
  const alike = patterns(file, imageShape);
  const run = async (images: Floats) => (await session.run(images, [SCORES])).get(SCORES) as Floats;
  const [first, again] = [await run(alike), await run(alike)];
  const images = alike.dims[0] ?? 1;
  if (difference(first, again, images) > CHANCE)
    throw refuse(file.path, refusals.chance, `${file.path}: two runs on the same images gave different scores`);
  if (images < 2) return;
  const mixed = await run(alone(alike));
  if (difference(first, mixed, images) > COMPANIONS)
    throw refuse(
      file.path,
      refusals.mixing,
      `${file.path}: the scores of an image change when the other images of its batch do`,
    );
}

/** The same image several times: stripes and noise, of numbers from −1 to 1. */
function patterns(file: OnnxFile, imageShape: OnnxImageShape): Floats {
  const { data, dims } = blackImages(file, imageShape);
  const size = imageShape.reduce((product, axis) => product * axis, 1);
  return { data: data.map((_, i) => Math.sin(((i % size) + 1) ** 2 * 0.37)), dims };
}

/** The first image among black ones. */
function alone({ data, dims }: Floats): Floats {
  const size = data.length / (dims[0] ?? 1);
  return { data: data.map((value, i) => (i < size ? value : 0)), dims };
}

/** Of the first image's scores, as a share of their range; 0 where they are not finite, which is found later. */
function difference(a: Floats, b: Floats, images: number): number {
  const classes = a.data.length / images;
  const [left, right] = [a.data.subarray(0, classes), b.data.subarray(0, classes)];
  const spread = Math.max(...[left, right].map((row) => Math.max(...row) - Math.min(...row)));
  const range = Math.max(spread, ROUNDING * Math.max(...left.map(Math.abs)));
  const most = left.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (right[i] as number))), 0);
  return Number.isFinite(most) && range > 0 ? most / range : 0;
}
