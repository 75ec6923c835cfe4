/**
 * Somebody's classifier, run with its hidden units open: images in, class scores and the mean of every unit out.
 *
 * @module
 */
import { OnnxError } from "../error.js";
import { type Floats, OnnxSession } from "../session.js";
import type { UnitSurvey, UnitTensor } from "../units/find-units.js";
import { openMeans, openShapes } from "../units/open-units.js";
import type { OnnxFile } from "./file.js";

/** What a classifier says of some images. */
export interface Answers {
  /** `[N, K]`: logits; of a network that gives probabilities their logarithms, of which the cross entropy is the same. */
  readonly logits: Floats;
  /** `[N, U]` of every layer, in order of computation. */
  readonly unitMeans: ReadonlyMap<string, Floats>;
}

/** A file of a classifier, ready to run. To be closed when done. */
export class OnnxClassifier {
  private constructor(
    private readonly file: OnnxFile,
    private readonly session: OnnxSession,
    private readonly imageShape: readonly [number, number, number],
    private readonly means: readonly { readonly layer: string; readonly output: string }[],
    /** K. */
    readonly classes: number,
    /** Layers that are not among the units, and why. */
    readonly leftOut: UnitSurvey["leftOut"],
  ) {}

  /**
   * Opens a file for images of a size.
   *
   * @param imageShape C, H, W; as the file wants it, see {@link OnnxFile}.
   * @throws {@link OnnxError} where ONNX Runtime does not load or run it, it gives no row of scores an image, or it has no units.
   */
  static async open(file: OnnxFile, imageShape: readonly [number, number, number]): Promise<OnnxClassifier> {
    const { ranks, classes } = await probe(file, imageShape);
    const units = file.survey.units.map((unit) => ({ ...unit, rank: ranks.get(unit.layer) ?? 0 }));
    const leftOut = [...file.survey.leftOut, ...units.filter((unit) => !isUnits(unit)).map(noUnits)];
    const kept = units.filter(isUnits);
    if (kept.length === 0) throw withoutUnits(file, leftOut);
    const { bytes, outputs } = openMeans(file.bytes, kept, file.opset);
    return new OnnxClassifier(file, await load(file, bytes), imageShape, outputs, classes, leftOut);
  }

  /** How many images it takes at once: a number where the file fixes it, else null. */
  get batchSize(): number | null {
    return this.file.images.shape[0];
  }

  /**
   * Classifies images, any number up to the {@link OnnxClassifier.batchSize}.
   *
   * @param pixels `[N, C, H, W]`, row-major, normalised as the network wants it.
   */
  async run(pixels: Float32Array): Promise<Answers> {
    const size = this.imageShape.reduce((product, axis) => product * axis, 1);
    const images = pixels.length / size;
    const batch = this.batchSize ?? images;
    const { scores } = this.file;
    const results = await run(
      this.file,
      this.session,
      padded(pixels, batch * size),
      [batch, ...this.imageShape],
      [scores.name, ...this.means.map(({ output }) => output)],
    );
    const first = (name: string) => firstRows(results.get(name) as Floats, images);
    const logits = first(scores.name);
    return {
      logits: scores.areProbabilities ? { ...logits, data: logits.data.map(logarithm) } : logits,
      unitMeans: new Map(this.means.map(({ layer, output }) => [layer, first(output)])),
    };
  }

  /** Frees it. */
  close(): Promise<void> {
    return this.session.close();
  }
}

type Probed = UnitTensor & { readonly rank: number };

/** Anything else is a map whose units cannot be told from its positions. */
const isUnits = ({ rank }: Probed) => rank === 2 || rank >= 4;

const noUnits = ({ layer, rank }: Probed) => ({
  layer,
  why: rank === 3 ? "which of its axes are units is not plain" : "it has no row for each image",
});

/** How many axes each layer has, 0 where it has no row for each image; and K. Runs the file once. */
async function probe(file: OnnxFile, imageShape: readonly [number, number, number]) {
  const images = file.images.shape[0] ?? 2;
  const { bytes, outputs } = openShapes(file.bytes, file.survey.units);
  const session = await load(file, bytes);
  try {
    const size = imageShape.reduce((product, axis) => product * axis, images);
    const wanted = [file.scores.name, ...outputs.map(({ output }) => output)];
    const results = await run(file, session, new Float32Array(size), [images, ...imageShape], wanted);
    const rankOf = ({ data, dims: [rank = 0] }: Floats) => (data[0] === images ? rank : 0);
    const ranks = new Map(outputs.map(({ layer, output }) => [layer, rankOf(results.get(output) as Floats)]));
    return { ranks, classes: classesOf(file, results.get(file.scores.name) as Floats, images) };
  } finally {
    await session.close();
  }
}

function classesOf({ path, scores }: OnnxFile, { dims }: Floats, images: number): number {
  const [rows, classes = 0] = dims;
  if (dims.length === 2 && rows === images && classes >= 2) return classes;
  throw new OnnxError(
    "no-classifier",
    `${path}: expected its output ${scores.name} to be [N, K], a score for each of two classes or more, got [${dims.join(", ")}] for ${images} images.`,
    "export a classifier, whose output is its logits",
  );
}

async function load(file: OnnxFile, bytes: Uint8Array): Promise<OnnxSession> {
  try {
    return await OnnxSession.open(bytes, file.externalData);
  } catch (cause) {
    throw new OnnxError(
      "unsupported",
      `${file.path}: ONNX Runtime does not load it (opset ${file.opset}): ${reasonOf(cause)}`,
      "export it again with an opset between 7 and 23, and operators of the standard alone",
      { cause },
    );
  }
}

async function run(
  file: OnnxFile,
  session: OnnxSession,
  data: Float32Array,
  dims: readonly number[],
  outputs: readonly string[],
): Promise<Map<string, Floats>> {
  const masks = [...file.masks].map(([name, units]) => [
    name,
    { data: new Float32Array(units).fill(1), dims: [units] },
  ]);
  try {
    return await session.run({ [file.images.name]: { data, dims }, ...Object.fromEntries(masks) }, outputs);
  } catch (cause) {
    throw new OnnxError(
      "unsupported",
      `${file.path}: ONNX Runtime does not run it on images [${dims.join(", ")}]: ${reasonOf(cause)}`,
      "export it for images of this size, with the first axis open (dynamic)",
      { cause },
    );
  }
}

/** ONNX Runtime's words, as far as a line. */
function reasonOf(cause: unknown): string {
  const [line = ""] = (cause as Error).message.split("\n");
  return line.replace(/^.*ERROR_MESSAGE: /, "").slice(0, 250);
}

/** Repeats the last numbers' place with zeros up to a length. */
function padded(values: Float32Array, length: number): Float32Array {
  if (values.length === length) return values;
  const longer = new Float32Array(length);
  longer.set(values);
  return longer;
}

function firstRows({ data, dims: [rows = 1, ...rest] }: Floats, images: number): Floats {
  return rows === images
    ? { data, dims: [rows, ...rest] }
    : { data: data.slice(0, (data.length / rows) * images), dims: [images, ...rest] };
}

/** Of a probability; of one that was rounded to 0, the least that float32 holds. */
const logarithm = (probability: number) => Math.log(Math.max(probability, 1e-38));

function withoutUnits({ path }: OnnxFile, leftOut: UnitSurvey["leftOut"]): OnnxError {
  const why = leftOut.slice(0, 3).map((one) => `${one.layer}: ${one.why}`);
  return new OnnxError(
    "no-units",
    `${path}: has no layer of hidden units after a ReLU, sigmoid or the like${why.length > 0 ? ` (${why.join("; ")})` : ""}.`,
    "measure a network with activations ≥ 0: the index is defined for no others",
  );
}
