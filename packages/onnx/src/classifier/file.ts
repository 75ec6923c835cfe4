/**
 * A file of somebody's classifier, as far as it can be read without running it.
 *
 * @module
 */
import type { GraphProto } from "../model/schema.js";
import { everyNode } from "../model/subgraphs.js";
import { refusals, refuse } from "../refusals.js";
import type { ExternalFile } from "../session.js";
import { MASK } from "../trace/mask-units.js";
import { GraphIndex } from "../units/graph-index.js";
import { findTrainingMode } from "../units/training-mode.js";
import { readExternalFiles } from "./external-files.js";
import { findImageInput, type ImageInput, shapeOf } from "./image-input.js";
import { readModel } from "./read-model.js";
import { chooseOutput } from "./score-output.js";
import { findScores, type ScoreSource } from "./scores.js";

/** What a file says of the classifier in it. */
export interface OnnxFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly externalData: readonly ExternalFile[];
  /** Version of the standard operators. */
  readonly opset: number;
  readonly metadata: Readonly<Record<string, string>>;
  /** The input for images. */
  readonly images: ImageInput;
  /** Inputs that are masks of our own files, by name, with their length. */
  readonly masks: ReadonlyMap<string, number>;
  /** The output with a score for each class. */
  readonly scores: ScoreSource;
  readonly graph: GraphProto;
  /** Whether images are run one by one: some nodes take the scale of their integers from a whole batch. */
  readonly oneByOne: boolean;
  /** What is taken for granted of the file, in lines for people. */
  readonly notes: readonly string[];
}

/** What a user says of a file. */
export interface ReadOptions {
  /** Name of the output with the scores. */
  readonly output?: string | undefined;
}

/**
 * Reads a file.
 *
 * @throws {@link OnnxError} where it is missing, damaged, or no classifier of images.
 */
export function readOnnxFile(where: string, { output: wanted }: ReadOptions = {}): OnnxFile {
  const { bytes, graph, opset, metadata } = readModel(where);
  const index = new GraphIndex(graph);
  const inputs = graph.input.filter(({ name }) => !graph.initializer.some((weights) => weights.name === name));
  const masks = inputs.filter(({ name }) => name.startsWith(MASK));
  const output = chooseOutput(where, graph, wanted);
  const images = findImageInput(
    where,
    inputs.filter((input) => !masks.includes(input)),
    index,
    metadata,
  );
  requireEvaluationMode(where, index, output.name, opset);
  const scores = findScores(where, index, output.name);
  const oneByOne = everyNode(graph).some(({ opType }) => opType.startsWith("DynamicQuantize"));
  return {
    ...{ path: where, bytes, opset, metadata, images, scores, graph },
    externalData: readExternalFiles(where, graph),
    masks: new Map(masks.map((mask) => [mask.name, shapeOf(mask)?.[0] ?? 0])),
    oneByOne,
    notes: [
      ...notesOf(images, scores, graph),
      ...(oneByOne ? ["its integers take their scale from a whole batch: images are run one by one"] : []),
    ],
  };
}

function requireEvaluationMode(where: string, index: GraphIndex, scores: string, opset: number): void {
  const trouble = findTrainingMode(index, scores, opset);
  if (!trouble) return;
  const { code, node, what } = trouble;
  const refusal = code === "random" ? refusals.random : refusals.training;
  throw refuse(where, refusal, `${where}: ${node.opType} ${node.name || node.output[0]}: ${what}`);
}

function notesOf({ layout, name }: ImageInput, scores: ScoreSource, { output }: GraphProto): string[] {
  const others = output.filter((one) => one.name !== scores.name).map((one) => one.name);
  return [
    ...(layout === "NHWC" ? [`${name} takes images with channels last, [N, H, W, C]`] : []),
    ...(others.length > 0
      ? [`${scores.name} is taken for the scores; the other outputs are ${others.join(", ")}`]
      : []),
    ...(scores.note ? [scores.note] : []),
  ];
}
