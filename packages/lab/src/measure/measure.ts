/**
 * Measures one network on one split: what `selectivity measure` does.
 *
 * @module
 */
import type { Negatives } from "@selectivity-lab/selectivity";
import { requireDevice, scope } from "@selectivity-lab/torch";
import { type ImageDataset, type LoadOptions, loadDataset, type Split } from "@selectivity-lab/vision";
import type { Measurement } from "../contracts.js";
import { loadPluginsFor } from "../plugins/recorded.js";
import { onDevice } from "../trial/prepare.js";
import { type EvaluationOptions, evaluate } from "./evaluate.js";
import { measurementOf } from "./measurement.js";
import { requireFit } from "./require-fit.js";
import { refusingNegative } from "./require-non-negative.js";
import { requireOneAChannel } from "./require-one-a-channel.js";
import { CheckpointError, type NetworkDescription, readCheckpoint, readForeignWeights } from "./weights.js";

/**
 * What to measure, and on what. `damagedImages` is by default what the network was trained with; `imageSize` is for weights from
 * elsewhere, other files of networks say it themselves; `notify` is also told of layers of an ONNX file that are left out.
 */
export interface MeasureOptions extends Pick<LoadOptions, "dataDirs" | "damagedImages" | "imageSize" | "notify"> {
  /** Default: the data set that the network was trained on. */
  readonly data?: string | undefined;
  readonly split?: Split;
  /** `cpu` by default. */
  readonly device?: string;
  /** Of weights from elsewhere, whose file does not say: a model's name. Needs `data`. */
  readonly model?: string | undefined;
  /** Of that model; none by default. */
  readonly modelOptions?: Readonly<Record<string, unknown>>;
  /** How weights from elsewhere want images normalised, pixels scaled to 0..1; by default as the data set's training images are. */
  readonly mean?: readonly number[] | undefined;
  readonly std?: readonly number[] | undefined;
  /** Files with models and data sets of one's own, beside those that a trial's folder records. */
  readonly plugins?: readonly string[];
  /** What counts where unit means are below 0, see {@link Negatives}; refused by default. Recorded in the document. */
  readonly negatives?: Exclude<Negatives, "trust"> | undefined;
  /** Told now and then how many images are done, and of how many. */
  readonly onImages?: EvaluationOptions["onImages"];
}

/**
 * Measures accuracy and selectivity.
 *
 * @param where a file of weights, a trial's folder, or an ONNX file: see measure-onnx.ts.
 * @throws {@link CheckpointError} when the network cannot take the images or has other classes; see also {@link readCheckpoint}.
 */
export async function measure(where: string, options: MeasureOptions = {}): Promise<Measurement> {
  await loadPluginsFor(where, options.plugins ?? []);
  if (where.endsWith(".onnx")) return (await import("./measure-onnx.js")).measureOnnx(where, options);
  const { split = "test", device = "cpu", negatives, onImages } = options;
  requireDevice(device);
  const { checkpoint, dataset: onHost } = options.model
    ? await foreign(where, options.model, options)
    : await own(where, options);
  const dataset = onDevice(onHost, device);
  checkpoint.network.to({ device });
  try {
    requireFit(checkpoint, dataset);
    const { mean, std } = checkpoint; // the images as this network was taught to see them
    const how = { negatives: negatives ?? "refuse", onImages };
    const tally = await refusingNegative(where, () =>
      evaluate(checkpoint.network, { ...dataset, mean, std }, "all", how),
    );
    return scope(() => ({ ...measurementOf(tally.result(), split), ...(negatives && { negatives }) }));
  } finally {
    for (const tensor of [dataset.images, dataset.labels, ...checkpoint.network.stateDict().values()]) tensor.dispose();
  }
}

/** A network of this lab, whose file says all. */
async function own(where: string, options: MeasureOptions) {
  const checkpoint = readCheckpoint(where);
  const { data = checkpoint.dataset, split = "test", damagedImages = checkpoint.damagedImages } = options;
  const imageSize = checkpoint.inputShape[2];
  return { checkpoint, dataset: await loadDataset(data, split, { ...options, imageSize, damagedImages }) };
}

/** Weights from elsewhere: what their file does not say, the data set does. */
async function foreign(where: string, model: string, options: MeasureOptions) {
  const { data, split = "test" } = options;
  if (data === undefined)
    throw new CheckpointError(
      `${where}: --model needs a data set, to know classes and images\n  to do: name one with --data`,
    );
  const dataset = await loadDataset(data, split, options);
  try {
    const checkpoint = readForeignWeights(where, describeForeign(model, dataset, options));
    return { checkpoint, dataset };
  } catch (error) {
    for (const tensor of [dataset.images, dataset.labels]) tensor.dispose();
    throw error;
  }
}

function describeForeign(
  model: string,
  dataset: ImageDataset,
  { modelOptions = {}, mean, std }: MeasureOptions,
): NetworkDescription {
  const [channels = 0, height = 0, width = 0] = dataset.images.shape.slice(1);
  requireOneAChannel(channels, { mean, std });
  return {
    model,
    modelOptions,
    dataset: dataset.name,
    classes: [...dataset.classes],
    inputShape: [channels, height, width],
    mean: [...(mean ?? dataset.mean)],
    std: [...(std ?? dataset.std)],
  };
}
