/**
 * What only a run tells of a classifier's file: how many classes it knows, and how many axes its layers have.
 *
 * @module
 */
import { OnnxError } from "../error.js";
import type { Floats } from "../session.js";
import type { UnitSurvey, UnitTensor } from "../units/find-units.js";
import { openShapes } from "../units/open-units.js";
import type { OnnxFile } from "./file.js";
import { FileSession } from "./file-session.js";

/** C, H, W. */
export type ImageShape = readonly [number, number, number];

/** A tensor of units, and how many axes it has; 0 where it has no row for each image. */
export type RankedUnits = UnitTensor & { readonly rank: number };

/** What a run tells. */
export interface Probe extends UnitSurvey {
  readonly units: readonly RankedUnits[];
  /** K. */
  readonly classes: number;
}

/** Images of a probe where the file takes any number: not one, which would look like an axis of its own. */
const PROBED_IMAGES = 2;

/**
 * Runs a file on black images; of its layers only the shapes come out, however large they are.
 *
 * @throws {@link OnnxError} where it does not run, or gives no row of scores for each image.
 */
export async function probe(file: OnnxFile, imageShape: ImageShape): Promise<Probe> {
  const dims = [file.images.shape[0] ?? PROBED_IMAGES, ...imageShape];
  const { bytes, outputs } = openShapes(file.bytes, file.survey.units);
  const session = await FileSession.open(file, bytes);
  try {
    const data = new Float32Array(dims.reduce((product, size) => product * size, 1));
    const results = await session.run({ data, dims }, [file.scores.name, ...outputs.map(({ output }) => output)]);
    const units = file.survey.units.map((unit, i) => {
      const { data: shape } = results.get(outputs[i]?.output ?? "") as Floats;
      return { ...unit, rank: shape[0] === dims[0] ? shape.length : 0 };
    });
    const classes = classesOf(file, results.get(file.scores.name) as Floats, dims[0] as number);
    return {
      units: units.filter(isPlain),
      leftOut: [...file.survey.leftOut, ...units.filter(isOdd).map(why)],
      classes,
    };
  } finally {
    await session.close();
  }
}

/** Units along the second axis, positions along those behind. */
const isPlain = ({ rank }: RankedUnits) => rank === 2 || rank >= 4;

const isOdd = (units: RankedUnits) => !isPlain(units);

const why = ({ layer, rank }: RankedUnits) => ({
  layer,
  why: rank === 3 ? "which of its axes are units is not plain" : "it has no row for each image",
});

function classesOf({ path, scores }: OnnxFile, { dims }: Floats, images: number): number {
  const [rows, classes = 0] = dims;
  if (dims.length === 2 && rows === images && classes >= 2) return classes;
  throw new OnnxError(
    "no-classifier",
    `${path}: expected its output ${scores.name} to be [N, K], a score for each of two classes or more, got [${dims.join(", ")}] for ${images} images.`,
    "export a classifier, whose output is its logits",
  );
}
