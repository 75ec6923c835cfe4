/**
 * Somebody's classifier, run with its hidden units open: images in, class scores and the mean of every unit out.
 *
 * @module
 */
import type { OnnxError } from "../error.js";
import { refusals, refuse } from "../refusals.js";
import type { Floats } from "../session.js";
import type { LeftOut } from "../units/left-out.js";
import { type AddedOutput, openMeans, type PlacedUnits, SCORES } from "../units/open-units.js";
import type { OnnxFile } from "./file.js";
import { FileSession } from "./file-session.js";
import type { OnnxImageShape } from "./images.js";
import { probe } from "./probe.js";
import { requireFinite } from "./require-finite.js";
import { logarithms, looksLikeNegativeLogarithms, looksLikeProbabilities, type ScoreKind } from "./scores.js";

/** What a classifier says of some images. */
export interface Answers {
  /** `[N, K]`: logits; of a network that gives probabilities their logarithms, of which the cross entropy is the same. */
  readonly logits: Floats;
  /** `[N, U]` of every layer, in order of computation: means over space, or over tokens. */
  readonly unitMeans: ReadonlyMap<string, Floats>;
}

/** A file of a classifier, ready to run. To be closed when done. */
export class OnnxClassifier {
  #kind: ScoreKind | undefined;
  #impossible = false;

  private constructor(
    private readonly file: OnnxFile,
    private readonly session: FileSession,
    private readonly imageShape: OnnxImageShape,
    private readonly means: readonly AddedOutput[],
    /** K. */
    readonly classes: number,
    /** Layers of units, in order of computation. */
    readonly layers: readonly PlacedUnits[],
    /** Layers that are not among them, and why. */
    readonly leftOut: readonly LeftOut[],
  ) {}

  /**
   * Opens a file for images of a size.
   *
   * @param imageShape C, H, W; as the file wants it, see {@link OnnxFile}.
   * @throws {@link OnnxError} where ONNX Runtime does not load or run it, it gives no row of scores an image, or it has no units.
   */
  static async open(file: OnnxFile, imageShape: OnnxImageShape): Promise<OnnxClassifier> {
    const { units, leftOut, classes } = await probe(file, imageShape);
    if (units.length === 0) throw withoutUnits(file, leftOut);
    const { bytes, outputs } = openMeans(file.bytes, units, file.scores.tensor, file.opset);
    return new OnnxClassifier(file, await FileSession.open(file, bytes), imageShape, outputs, classes, units, leftOut);
  }

  /** How many images it takes at once: a number where the file fixes it, or where they would change each other's numbers, else null. */
  get batchSize(): number | null {
    return this.file.images.shape[0] ?? (this.file.oneByOne ? 1 : null);
  }

  /**
   * What its scores are; of those that no Softmax makes, decided on the first images that are run: rows that are all ≥ 0 and sum
   * to 1 are probabilities all the same.
   */
  get scores(): { readonly kind: ScoreKind; readonly name: string; readonly byLooks: boolean } {
    const { name, kind } = this.file.scores;
    return { name, kind: this.#kind ?? kind, byLooks: this.#kind !== undefined && this.#kind !== kind };
  }

  /**
   * Classifies images, any number up to the {@link OnnxClassifier.batchSize}.
   *
   * @param pixels `[N, C, H, W]`, row-major, normalized as the network expects; for a file that takes bytes,
   *   scaled to 0..1.
   */
  async run(pixels: Float32Array): Promise<Answers> {
    const size = this.imageShape.reduce((product, axis) => product * axis, 1);
    const images = pixels.length / size;
    const batch = this.file.images.shape[0] ?? images;
    const values = this.file.images.type === "uint8" ? pixels.map((pixel) => 255 * pixel) : pixels;
    const results = await this.session.run({ data: padded(values, batch * size), dims: [batch, ...this.imageShape] }, [
      SCORES,
      ...this.means.map(({ output }) => output),
    ]);
    const first = (name: string) => firstRows(results.get(name) as Floats, images, batch);
    const scores = { data: first(SCORES).data, dims: [images, this.classes] };
    const unitMeans = new Map(this.means.map(({ layer, output }) => [layer, first(output)]));
    requireFinite(this.file, unitMeans, scores);
    this.#kind ??= this.#kindOf(scores);
    this.#impossible ||= scores.data.includes(Number.NEGATIVE_INFINITY);
    return { logits: this.#kind === "probabilities" ? logarithms(scores) : scores, unitMeans };
  }

  #kindOf(scores: Floats): ScoreKind {
    const { path, scores: source } = this.file;
    if (source.kind === "logits" && looksLikeNegativeLogarithms(scores))
      throw refuse(
        path,
        refusals.negatedScores,
        `${path}: its output ${source.name} looks like negative log probabilities: exp(−score) of every row sums to 1`,
      );
    return looksLikeProbabilities(scores) ? "probabilities" : source.kind;
  }

  /** Whether a class was impossible for some image: its score −∞, which makes the cross entropy infinite where it is the right one. */
  get hasImpossible(): boolean {
    return this.#impossible;
  }

  /** Frees it. */
  close(): Promise<void> {
    return this.session.close();
  }
}

/** Filled up with zeros. */
function padded(values: Float32Array, length: number): Float32Array {
  if (values.length === length) return values;
  const longer = new Float32Array(length);
  longer.set(values);
  return longer;
}

function firstRows({ data, dims }: Floats, images: number, batch: number): Floats {
  return { data: data.subarray(0, (data.length / batch) * images), dims: [images, ...dims.slice(1)] };
}

function withoutUnits({ path }: OnnxFile, leftOut: readonly LeftOut[]): OnnxError {
  const why = leftOut.slice(0, 3).map((one) => `${one.layer}: ${one.why}`);
  const reasons = why.length > 0 ? ` (${why.join("; ")})` : "";
  return refuse(path, refusals.noUnits, `${path} has no layer of hidden units after a nonlinearity${reasons}`);
}
