/**
 * What only a run tells of a classifier's file: how many classes it knows, and how many axes its layers have.
 *
 * @module
 */
import { OnnxError } from "../error.js";
import type { Floats } from "../session.js";
import type { LeftOut, UnitTensor } from "../units/find-units.js";
import { openShapes, type PlacedUnits } from "../units/open-units.js";
import type { OnnxFile } from "./file.js";
import { FileSession } from "./file-session.js";

/** C, H, W. */
export type OnnxImageShape = readonly [number, number, number];

/** What a run tells. */
export interface Probe {
  readonly units: readonly PlacedUnits[];
  readonly leftOut: readonly LeftOut[];
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
export async function probe(file: OnnxFile, imageShape: OnnxImageShape): Promise<Probe> {
  const dims = [file.images.shape[0] ?? PROBED_IMAGES, ...imageShape];
  const { bytes, outputs } = openShapes(file.bytes, file.survey.units);
  const session = await FileSession.open(file, bytes);
  try {
    const data = new Float32Array(dims.reduce((product, size) => product * size, 1));
    const results = await session.run({ data, dims }, [file.scores.name, ...outputs.map(({ output }) => output)]);
    const placed = file.survey.units.map((unit, i) => {
      const { data: shape } = results.get(outputs[i]?.output ?? "") as Floats;
      return shape[0] === dims[0]
        ? place(unit, shape.length)
        : { layer: unit.layer, why: "it has no row for each image" };
    });
    const classes = classesOf(file, results.get(file.scores.name) as Floats, dims[0] as number);
    return {
      units: placed.filter((one) => "tensor" in one),
      leftOut: [...file.survey.leftOut, ...placed.filter((one) => "why" in one)],
      classes,
    };
  } finally {
    await session.close();
  }
}

/** Says which axis holds the units of a tensor of so many axes; the others but the first are positions. */
function place(unit: UnitTensor, rank: number): PlacedUnits | LeftOut {
  const told = unit.axis !== undefined && unit.axis < 0 ? unit.axis + rank : unit.axis;
  const axis = rank === 2 ? 1 : told;
  if (rank >= 2 && axis !== undefined && axis >= 1 && axis < rank) return { ...unit, rank, axis };
  return { layer: unit.layer, why: "which of its axes holds the units is not plain" };
}

function classesOf({ path, scores }: OnnxFile, { dims }: Floats, images: number): number {
  const [rows, classes = 0] = dims;
  if (dims.length === 2 && rows === images && classes >= 2) return classes;
  throw new OnnxError({
    code: "no-classifier",
    path,
    problem: `${path}: expected its output ${scores.name} to be [N, K], a score for each of two or more classes, got [${dims.join(", ")}] for ${images} images`,
    remedy: "export a classifier whose output is its logits",
  });
}
