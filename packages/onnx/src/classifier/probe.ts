/**
 * Finds out by running a classifier's file how many classes it has, which tensors hold a row per image, and which of their axes holds
 * the units.
 *
 * The file is run twice where it takes different sizes: an axis that grows with the number of images is that of the images, axes that
 * grow with the size of the images are positions.
 *
 * @module
 */
import { refusals, refuse } from "../refusals.js";
import type { Floats } from "../session.js";
import { findUnits } from "../units/find-units.js";
import type { LeftOut } from "../units/left-out.js";
import { openShapes, type PlacedUnits, SCORES } from "../units/open-units.js";
import { placeUnits } from "../units/place-units.js";
import { readComputedConstants } from "./computed-constants.js";
import type { OnnxFile } from "./file.js";
import { FileSession } from "./file-session.js";
import { blackImages, type OnnxImageShape } from "./images.js";
import { requireIndependentAnswers } from "./independent-answers.js";

/** What the runs show. */
export interface Probe {
  readonly units: readonly PlacedUnits[];
  readonly leftOut: readonly LeftOut[];
  /** K. */
  readonly classes: number;
}

/**
 * Runs a file on black images; of its layers only the shapes are returned, however large they are.
 *
 * @throws {@link OnnxError} where it does not run, or does not return a row of scores for each image.
 */
export async function probe(file: OnnxFile, imageShape: OnnxImageShape): Promise<Probe> {
  const survey = findUnits(file.graph, file.scores.name, await readComputedConstants(file, imageShape));
  const { bytes, outputs } = openShapes(file.bytes, survey.units, file.scores.tensor);
  const session = await FileSession.open(file, bytes);
  const wanted = outputs.map(({ output }) => output);
  try {
    const images = blackImages(file, imageShape);
    const results = await session.run(images, [SCORES, ...wanted]);
    const classes = classesOf(file, results.get(SCORES) as Floats, images.dims[0] as number);
    const shapes = (of: ReadonlyMap<string, Floats>) => wanted.map((name) => [...(of.get(name)?.data ?? [])]);
    const runs = [{ images: images.dims, shapes: shapes(results) }];
    for (const other of otherImages(file, imageShape)) {
      const more = await session.run(other, wanted).catch(() => undefined); // not all files run at every size that they leave open
      if (more) runs.push({ images: other.dims, shapes: shapes(more) });
      if (more) break;
    }
    await requireIndependentAnswers(file, session, imageShape);
    const placed = survey.units.map((unit, i) =>
      placeUnits(
        unit,
        runs.map(({ images: [count = 0], shapes: all }) => ({ images: count, shape: all[i] ?? [] })),
      ),
    );
    return {
      units: placed.filter((one) => "tensor" in one),
      leftOut: [...survey.leftOut, ...placed.filter((one) => "why" in one)],
      classes,
    };
  } finally {
    await session.close();
  }
}

/** More images, and larger ones, as far as the file leaves sizes open; then more images alone. */
function otherImages(file: OnnxFile, [channels, height, width]: OnnxImageShape): Floats[] {
  const [count, , rows, columns] = file.images.shape;
  const larger: OnnxImageShape = [channels, rows === null ? 2 * height : height, columns === null ? 2 * width : width];
  const tries = [
    ...(rows === null || columns === null ? [blackImages(file, larger, 3)] : []),
    ...(count === null ? [blackImages(file, [channels, height, width], 3)] : []),
  ];
  return tries;
}

/** K: of rows `[N, K]`, or `[N, K, 1, 1]`; of a file for one image at a time also of `[K]`. */
function classesOf({ path, scores, images: { shape } }: OnnxFile, { dims }: Floats, images: number): number {
  const [rows, ...rest] = shape[0] === 1 && dims.length === 1 ? [1, ...dims] : dims;
  const long = rest.filter((size) => size !== 1);
  const [classes = 0] = long;
  if (rows === images && long.length === 1 && classes >= 2) return classes;
  throw refuse(
    path,
    refusals.noScores,
    `${path}: expected its output ${scores.name} to be [N, K], a score for each of two or more classes, got [${dims.join(", ")}] for ${images} images`,
  );
}
