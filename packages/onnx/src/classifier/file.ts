/**
 * A file of somebody's classifier, as far as it can be read without running it.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { type ImageType, imageTypes, isImageType, nameElementType } from "../element-types.js";
import { OnnxError } from "../error.js";
import { decodeModel, type GraphProto, int, type ModelProto, type ValueInfoProto } from "../model/schema.js";
import type { ExternalFile } from "../session.js";
import { MASK } from "../trace/mask-units.js";
import { LOGITS } from "../trace/trace.js";
import { type ScoreKind, scoreKind } from "./scores.js";

/** A size that the file leaves open is null. */
export type AxisSize = number | null;

/** What a file says of the classifier in it. */
export interface OnnxFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly externalData: readonly ExternalFile[];
  /** Version of the standard operators. */
  readonly opset: number;
  readonly metadata: Readonly<Record<string, string>>;
  /** The input for images: its element type, and its sizes N, C, H, W. */
  readonly images: {
    readonly name: string;
    readonly type: ImageType;
    readonly shape: readonly [AxisSize, AxisSize, AxisSize, AxisSize];
  };
  /** Inputs that are masks of our own files, by name, with their length. */
  readonly masks: ReadonlyMap<string, number>;
  /** The output with a score for each class. */
  readonly scores: { readonly name: string; readonly kind: ScoreKind };
  readonly graph: GraphProto;
}

/**
 * Reads a file.
 *
 * @throws {@link OnnxError} where it is missing, damaged, or no classifier of images.
 */
export function readOnnxFile(where: string): OnnxFile {
  const bytes = readBytes(where);
  const { graph, opsetImport = [], metadataProps = [] } = decode(where, bytes);
  const inputs = graph.input.filter(({ name }) => !graph.initializer.some((weights) => weights.name === name));
  const scores = scoresOf(where, graph);
  return {
    path: where,
    bytes,
    externalData: externalFiles(where, graph),
    opset: int(opsetImport.find(({ domain = "" }) => domain === "" || domain === "ai.onnx")?.version),
    metadata: Object.fromEntries(metadataProps.map(({ key, value }) => [key, value])),
    images: imagesOf(
      where,
      inputs.filter(({ name }) => !name.startsWith(MASK)),
    ),
    masks: new Map(
      inputs.filter(({ name }) => name.startsWith(MASK)).map((mask) => [mask.name, shapeOf(mask)?.[0] ?? 0]),
    ),
    scores,
    graph,
  };
}

function readBytes(where: string): Uint8Array {
  try {
    return readFileSync(where);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new OnnxError({
      code: "unreadable",
      path: where,
      problem: `${where} cannot be read (${code})`,
      remedy: "name a .onnx file",
      cause,
    });
  }
}

function decode(where: string, bytes: Uint8Array): ModelProto & { graph: GraphProto } {
  let cause: unknown;
  try {
    const model = decodeModel(bytes);
    if (model.graph && model.graph.node.length > 0) return { ...model, graph: model.graph };
  } catch (error) {
    cause = error;
  }
  const what = cause ? "is cut off, damaged, or not an ONNX file" : "contains no graph";
  throw new OnnxError({
    code: "unreadable",
    path: where,
    problem: `${where} ${what} (${bytes.length} bytes)`,
    remedy: "copy it again, or export it again",
    cause,
  });
}

function imagesOf(where: string, inputs: readonly ValueInfoProto[]): OnnxFile["images"] {
  const [input] = inputs;
  const shape = input && shapeOf(input);
  const type = nameElementType(input?.type?.tensorType?.elemType);
  if (!input || inputs.length > 1 || (shape && shape.length !== 4))
    throw new OnnxError({
      code: "no-classifier",
      path: where,
      problem: `${where}: expected one input, images [N, C, H, W], got ${inputs.map(describeValue).join(", ") || "none"}`,
      remedy: "export the network with images as its only input",
    });
  if (!isImageType(type))
    throw new OnnxError({
      code: "unsupported-type",
      path: where,
      problem: `${where}: expected an input of ${imageTypes.join(", ")}, got ${describeValue(input)}`,
      remedy: "export the network for images of float32",
    });
  return {
    name: input.name,
    type,
    shape: (shape ?? [null, null, null, null]) as [AxisSize, AxisSize, AxisSize, AxisSize],
  };
}

function describeValue(value: ValueInfoProto): string {
  const sizes = (shapeOf(value) ?? ["?"]).map((size) => size ?? "?").join(", ");
  return `${value.name}: ${nameElementType(value.type?.tensorType?.elemType)} [${sizes}]`;
}

function shapeOf({ type }: ValueInfoProto): AxisSize[] | undefined {
  return type?.tensorType?.shape?.dim?.map(({ dimValue }) => int(dimValue) || null);
}

/** The output called `logits`, or the only one, or the only one that is `[N, K]`. */
function scoresOf(where: string, graph: GraphProto): OnnxFile["scores"] {
  const { output } = graph;
  const rows = output.filter((value) => shapeOf(value)?.length === 2);
  const chosen =
    output.find(({ name }) => name === LOGITS) ??
    (output.length === 1 ? output[0] : rows.length === 1 ? rows[0] : undefined);
  if (!chosen)
    throw new OnnxError({
      code: "no-classifier",
      path: where,
      problem: `${where}: expected one output with a score for each class, got ${output.map(({ name }) => name).join(", ") || "none"}`,
      remedy: `name the output with the scores "${LOGITS}", or export without the others`,
    });
  return { name: chosen.name, kind: scoreKind(graph, chosen.name) };
}

/** The files that hold weights of this one; they lie beside it. */
function externalFiles(where: string, { initializer }: GraphProto): ExternalFile[] {
  const locations = initializer.flatMap(({ externalData = [] }) =>
    externalData.filter(({ key }) => key === "location").map(({ value }) => value),
  );
  return [...new Set(locations)].map((location) => {
    const beside = path.join(path.dirname(where), path.basename(location));
    try {
      if (path.basename(location) !== location) throw new Error("not in the same folder");
      return { path: location, data: readFileSync(beside) };
    } catch (cause) {
      throw new OnnxError({
        code: "unreadable",
        path: where,
        problem: `${where} keeps weights in ${location}, which cannot be read from the same folder`,
        remedy: "copy that file into the same folder, or export with the weights inside",
        cause,
      });
    }
  });
}
