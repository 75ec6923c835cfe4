/**
 * Measures one network on one split: what `selectivity measure` does.
 *
 * @module
 */

import {
  type Checkpoint,
  createMeasurement,
  createNetworkClassifier,
  describeChangedData,
  describeDivergence,
  describeOtherClasses,
  evaluate,
  findTrainingData,
  isOnnxFile,
  loadPluginsFor,
  locateTrainingData,
  type Measurement,
  readCheckpoint,
  requireFit,
  type TrainingData,
} from "@selectivity-lab/run";
import { selectMeasures } from "@selectivity-lab/selectivity";
import { requireDevice, scope, setThreads } from "@selectivity-lab/torch";
import { type ImageDataset, loadDataset, moveDataset } from "@selectivity-lab/vision";
import { readForeignWeights } from "./foreign-weights.js";
import { describeLabels, readLabelsFile } from "./labels-file.js";
import type { MeasureOptions } from "./measure-options.js";
import { refuseNonFinite } from "./refuse-non-finite.js";
import { refuseOutput, refuseUnused } from "./refuse-unused.js";
import { refusingNegative } from "./require-non-negative.js";

/**
 * Measures accuracy and selectivity.
 *
 * @param where a file of weights, a trial's folder, or an ONNX file: see measure-onnx.ts.
 * @throws CheckpointError when the network cannot take the images or has other classes; see also {@link readCheckpoint}.
 */
export async function measure(where: string, options: MeasureOptions = {}): Promise<Measurement> {
  const measures = selectMeasures(options.measures ?? []); // a wrong name is said before anything is read
  if (options.threads !== undefined) setThreads(options.threads);
  await loadPluginsFor(where, options.plugins ?? []);
  if (isOnnxFile(where)) return (await import("./measure-onnx.js")).measureOnnx(where, options);
  refuseOutput(where, options);
  const { split = "test", device = "cpu", negatives, onImages } = options;
  requireDevice(device);
  const { checkpoint, dataset: onHost, trained } = await openBoth(where, options);
  const dataset = moveDataset(onHost, device);
  checkpoint.network.to({ device });
  try {
    requireFit(checkpoint, dataset);
    const changed = trained && describeChangedData(trained, dataset);
    const others = describeOtherClasses(checkpoint, dataset);
    const notes = [trained && describeDivergence(where), changed, others].filter((note) => note !== undefined);
    for (const note of notes) options.notify?.(`note: ${note}`);
    const { mean, std } = checkpoint; // the images as this network was taught to see them
    const labelling = options.labels === undefined ? undefined : readLabelsFile(options.labels, onHost);
    const how = { labelling, measures, negatives: negatives ?? "refuse", onImages };
    const sums = await refusingNegative(where, () =>
      evaluate(
        refuseNonFinite(checkpoint.file, createNetworkClassifier(checkpoint.network)),
        { ...dataset, mean, std },
        "all",
        how,
      ),
    );
    const about = {
      ...describeLabels(labelling),
      ...(dataset.transform && { transform: dataset.transform }),
      ...(negatives && { negatives }),
      ...(notes.length > 0 && { notes }),
      ...(changed && { changedData: { dataset: dataset.name, sha256: { ...dataset.sha256 } } }),
    };
    return scope(() => ({ ...createMeasurement(sums.result(), split), ...about }));
  } finally {
    for (const tensor of [dataset.images, dataset.labels, ...checkpoint.network.stateDict().values()]) tensor.dispose();
  }
}

interface Opened {
  readonly checkpoint: Checkpoint;
  readonly dataset: ImageDataset;
  /** The data of its training; `undefined` for weights from elsewhere. */
  readonly trained: TrainingData | undefined;
}

/** The network, and the images on which to measure it. */
async function openBoth(where: string, options: MeasureOptions): Promise<Opened> {
  const { model, split = "test" } = options;
  if (model) return { ...(await readForeignWeights(where, model, split, options)), trained: undefined };
  return openOwn(where, options);
}

/** A network of this lab, whose file says all. */
async function openOwn(where: string, options: MeasureOptions): Promise<Opened> {
  const checkpoint = readCheckpoint(where);
  try {
    refuseUnused(checkpoint.file, options);
    const trained = await findTrainingData(checkpoint);
    const { data = locateTrainingData(trained), split = "test", damagedImages = checkpoint.damagedImages } = options;
    const { classOrder = checkpoint.classOrder } = options;
    const imageSize = checkpoint.inputShape[2];
    const { mean, std } = checkpoint;
    const normalization = options.transform && { mean, std };
    const dataset = await loadDataset(data, split, { ...options, imageSize, damagedImages, classOrder, normalization });
    return { checkpoint, dataset, trained };
  } catch (error) {
    for (const tensor of checkpoint.network.stateDict().values()) tensor.dispose();
    throw error;
  }
}
