/**
 * Measures a classifier that comes as an ONNX file, whoever made it, by running it in ONNX Runtime.
 *
 * @module
 */

import { type LeftOut, OnnxClassifier, type OnnxFile, readOnnxFile, setOnnxThreads } from "@selectivity-lab/onnx";
import {
  CheckpointError,
  createMeasurement,
  describeOtherClasses,
  evaluate,
  type Measurement,
  readClassNames,
  requireClassCount,
  requireClassOrder,
} from "@selectivity-lab/run";
import { selectMeasures } from "@selectivity-lab/selectivity";
import { scope } from "@selectivity-lab/torch";
import { type ImageDataset, loadDataset } from "@selectivity-lab/vision";
import { knownNormalization } from "./foreign-weights.js";
import { describeLabels, readLabelsFile } from "./labels-file.js";
import type { MeasureOptions } from "./measure-options.js";
import { createFileClassifier } from "./onnx-classifier.js";
import { chooseNormalization, isOurs } from "./onnx-normalization.js";
import { requireNonNegative } from "./require-non-negative.js";
import { requireNormalization } from "./require-normalization.js";

/**
 * Measures accuracy, and the selectivity of every layer after a nonlinearity. A unit is a channel of maps, its activation the mean
 * over space; or a hidden feature of tokens, its activation the mean over tokens.
 *
 * @param where an ONNX file. One of our own names its data set and normalises images itself; others want `data`, and get images
 *   normalised by `mean` and `std`, by default as the data set's training images are.
 * @throws OnnxError, {@link CheckpointError} where the file is no classifier of such images and classes, or a layer may be negative
 *   and `negatives` does not say what counts then.
 */
export async function measureOnnx(where: string, options: MeasureOptions): Promise<Measurement> {
  if (options.threads !== undefined) setOnnxThreads(options.threads);
  requireOptions(where, options);
  const file = readOnnxFile(where, { output: options.output });
  const dataset = await datasetOf(file, options);
  try {
    requireImages(file, dataset);
    const [channels = 0, height = 0, width = 0] = dataset.images.shape.slice(1);
    const { mean, std, note } = chooseNormalization(file, dataset, options);
    requireNormalization(channels, { mean, std });
    const classifier = await OnnxClassifier.open(file, [channels, height, width]);
    try {
      requireClassCount(where, classifier.classes, dataset);
      const classes = isOurs(file) ? readClassNames(file.metadata) : undefined;
      if (classes) requireClassOrder(where, classes, dataset);
      const others = classes && describeOtherClasses({ classes }, dataset);
      const { negatives = "refuse", split = "test", onImages } = options;
      if (negatives === "refuse") requireNonNegative(where, classifier.layers);
      const taken = isOurs(file) ? [] : file.notes; // of a file of ours nothing is taken for granted
      const notes = [...taken, note, others].filter((line) => line !== undefined);
      for (const line of [...notes.map(asNote), ...leftOutLines(classifier.leftOut)]) options.notify?.(line);
      const labelling = options.labels === undefined ? undefined : readLabelsFile(options.labels, dataset);
      const ready = createFileClassifier(classifier, [channels, height, width]);
      const sums = await evaluate(ready, { ...dataset, mean, std }, "all", {
        ...{ labelling, measures: selectMeasures(options.measures ?? []), negatives, onImages },
      });
      for (const line of seenNotes(classifier)) {
        options.notify?.(asNote(line));
        notes.push(line);
      }
      const leftOut = classifier.leftOut.map(({ layer: name, why }) => ({ name, why }));
      const { transform } = dataset;
      const shown = { ...(transform && { transform }), ...describeLabels(labelling) };
      const about = { ...shown, negatives, leftOut, ...(notes.length > 0 && { notes }) };
      return scope(() => ({ ...createMeasurement(sums.result(), split), ...about }));
    } finally {
      await classifier.close();
    }
  } finally {
    for (const tensor of [dataset.images, dataset.labels]) tensor.dispose();
  }
}

const asNote = (line: string) => `note: ${line}`;

/** What the images showed of the scores. */
function seenNotes({ scores: { name, byLooks }, hasImpossible }: OnnxClassifier): string[] {
  return [...(byLooks ? [probabilities(name)] : []), ...(hasImpossible ? [impossible(name)] : [])];
}

/** A line a reason; a large network has dozens of gates, which the document lists. */
function leftOutLines(leftOut: readonly LeftOut[]): string[] {
  return [...new Set(leftOut.map(({ why }) => why))].map((reason) => {
    const [first = "", ...more] = leftOut.filter(({ why }) => why === reason).map(({ layer }) => layer);
    return `${first} ${more.length === 0 ? "is" : `and ${more.length} more are`} left out: ${reason}`;
  });
}

const impossible = (name: string) =>
  `${name} has scores of −∞: the cross entropy is infinite where such a class is the right one`;

const probabilities = (name: string) =>
  `${name} is taken for probabilities, not logits: no Softmax makes it, but its rows are all ≥ 0 and sum to 1, or to 100`;

function requireOptions(where: string, { model, modelOptions = {}, device = "cpu" }: MeasureOptions): void {
  const named = model !== undefined ? `--model ${model}` : Object.keys(modelOptions).length > 0 && "--model-option";
  if (named)
    throw refuseOption(
      where,
      `${where} is an ONNX file and contains its network, got ${named}`,
      `leave ${named.split(" ")[0]} out`,
    );
  if (device !== "cpu")
    throw refuseOption(where, `${where}: an ONNX file runs on the CPU, got --device ${device}`, "leave --device out");
}

function refuseOption(path: string, problem: string, remedy: string): CheckpointError {
  return new CheckpointError({ code: "option-refused", problem, remedy, path });
}

async function datasetOf(file: OnnxFile, options: MeasureOptions): Promise<ImageDataset> {
  const { data, split = "test" } = options;
  const name = data ?? (isOurs(file) ? file.metadata.dataset : undefined);
  if (name === undefined)
    throw new CheckpointError({
      code: "option-missing",
      problem: `${file.path} does not say which data set it was made for`,
      remedy: "name a data set with --data",
      path: file.path,
    });
  const imageSize = file.images.shape[2] ?? options.imageSize;
  const normalization = knownNormalization(options);
  return loadDataset(name, split, { ...options, normalization, imageSize, ownSize: true }); // a file that takes any size gets the pictures' own
}

function requireImages({ path, images }: OnnxFile, dataset: ImageDataset): void {
  const wants = images.shape.slice(1);
  const has = dataset.images.shape.slice(1);
  if (wants.every((size, axis) => size === null || size === has[axis])) return;
  const text = (sizes: readonly (number | null)[]) => sizes.map((size) => size ?? "any").join(" × ");
  const colors = wants[0] !== null && wants[0] !== has[0];
  throw new CheckpointError({
    code: "images-do-not-fit",
    problem: `${path} takes ${colors ? `${kindOf(wants[0])} ` : ""}images of ${text(wants)}, but ${dataset.name} has ${colors ? `${kindOf(has[0])} ` : ""}images of ${text(has)}`,
    remedy: colors ? "measure it on images with as many channels" : sizeRemedy(wants, dataset),
    path,
  });
}

function sizeRemedy([, , side]: readonly (number | null)[], { transform }: ImageDataset): string {
  return transform && side ? `crop to its size with --crop ${side}` : "name a different data set with --data";
}

const kindOf = (channels: number | null | undefined) => (channels === 1 ? "gray" : channels === 3 ? "color" : "");
