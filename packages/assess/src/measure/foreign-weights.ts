/**
 * Reads weights from elsewhere, which do not describe their network: the user names the model, and the data set supplies the rest.
 *
 * @module
 */

import {
  type Checkpoint,
  CheckpointError,
  encodeDescription,
  loadNetwork,
  locateWeights,
  type NetworkDescription,
  readWeightsFile,
  type WeightsFile,
} from "@selectivity-lab/run";
import { type ImageDataset, type ImageModel, type LoadOptions, loadDataset, type Split } from "@selectivity-lab/vision";
import { describeFitted, describeMisfit, requireOneNetwork, requireOutsideNormalization } from "./describe-fit.js";
import { type FittedNames, fitNames, withCounts } from "./foreign-names.js";
import { requireNormalization } from "./require-normalization.js";

/** What the user says about weights from elsewhere, and where data sets are. */
export interface ForeignOptions
  extends Pick<LoadOptions, "dataDirs" | "damagedImages" | "classOrder" | "imageSize" | "transform" | "notify"> {
  /** Name of the model, for weights from elsewhere, whose file does not say. Needs `data`. */
  readonly model?: string | undefined;
  /** Options of that model; none by default. */
  readonly modelOptions?: Readonly<Record<string, unknown>>;
  /** What stands before the network's names in the file, such as "model_ema.module"; found by default. */
  readonly prefix?: string | undefined;
  /** The data set; for a network of this lab, by default the one it was trained on. */
  readonly data?: string | undefined;
  /** Mean per channel that weights from elsewhere expect (pixels scaled to 0..1); by default that of the data set's training images. */
  readonly mean?: readonly number[] | undefined;
  /** Standard deviation per channel, likewise. */
  readonly std?: readonly number[] | undefined;
}

/**
 * Reads a network and a split of its data set; the caller disposes of both.
 *
 * Tensor names are torchvision's, with or without the prefixes that wrappers add: see foreign-names.ts.
 *
 * @param where a file of weights. @param options `notify` receives a line on what else the file contains.
 * @throws CheckpointError, SafetensorsError, TorchFileError, ModelError or DatasetError.
 */
export async function readForeignWeights(
  where: string,
  model: string,
  split: Split,
  options: ForeignOptions,
): Promise<{ checkpoint: Checkpoint; dataset: ImageDataset }> {
  const file = locateWeights(where);
  if (options.data === undefined)
    throw new CheckpointError({
      code: "option-missing",
      problem: `${where}: --model also needs a data set, for the classes and the image size`,
      remedy: "name one with --data",
      path: file,
    });
  const weights = readWeightsFile(file);
  try {
    const normalization = knownNormalization(options);
    const how = { ...options, normalization, ownSize: true }; // enlarged pictures would be measured as something they are not
    const dataset = await loadDataset(options.data, split, how);
    try {
      const description = describe(model, dataset, options);
      const { network, lines } = createNetwork(file, description, weights, options);
      const metadata = encodeDescription(description);
      for (const line of [...describeRest(file, weights), ...lines]) options.notify?.(line);
      return { checkpoint: { file, network, metadata, ...description }, dataset };
    } catch (error) {
      for (const tensor of [dataset.images, dataset.labels]) tensor.dispose();
      throw error;
    }
  } finally {
    for (const tensor of weights.tensors.values()) tensor.dispose();
  }
}

/** Mean and standard deviation, if the user says both: training pictures are not read for them then. */
export function knownNormalization({ mean, std }: Pick<ForeignOptions, "mean" | "std">): LoadOptions["normalization"] {
  return mean && std ? { mean, std } : undefined;
}

function describe(
  model: string,
  dataset: ImageDataset,
  { modelOptions = {}, mean, std, damagedImages, classOrder }: ForeignOptions,
): NetworkDescription {
  const [channels = 0, height = 0, width = 0] = dataset.images.shape.slice(1);
  requireNormalization(channels, { mean, std });
  return {
    model,
    modelOptions,
    dataset: dataset.name,
    classes: [...dataset.classes],
    inputShape: [channels, height, width],
    mean: [...(mean ?? dataset.mean)],
    std: [...(std ?? dataset.std)],
    ...(damagedImages === "skip" && { damagedImages }),
    ...(classOrder && classOrder !== "text" && { classOrder: classOrder === "natural" ? classOrder : [...classOrder] }),
  };
}

function createNetwork(
  file: string,
  description: NetworkDescription,
  weights: WeightsFile,
  options: ForeignOptions,
): { network: ImageModel; lines: readonly string[] } {
  const problem = `${file}: the weights do not fit a ${description.model}`;
  let details: readonly string[] = [];
  let lines: readonly string[] = [];
  const weightsFor = (fresh: ImageModel) => {
    const fitted: FittedNames = fitNames(weights.tensors, fresh, options.prefix);
    requireOneNetwork(file, fitted);
    requireOutsideNormalization(file, fitted, options);
    details = describeMisfit(fitted, fresh, description, weights);
    lines = describeFitted(file, fitted);
    return withCounts(fitted.tensors, fresh);
  };
  const network = loadNetwork(file, description, weightsFor, () => ({ problem, details }));
  return { network, lines };
}

/** Names of other things in a file that a line shows. */
const SHOWN = 3;

/** Lines that say what else the file contains. */
function describeRest(file: string, { surroundings }: WeightsFile): string[] {
  const { wrappers, others, strangers } = surroundings;
  const first = strangers.slice(0, 2 * SHOWN).join(", ");
  const more = strangers.length > 2 * SHOWN ? ", …" : "";
  return [
    ...(others.length > 0 ? [`${file}: ${quoted(wrappers)} is used; ${quoted(others)} is ignored`] : []),
    ...(strangers.length > 0
      ? [`${file} also refers to ${first}${more}: these are not needed, and none of their code is run`]
      : []),
  ];
}

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");
