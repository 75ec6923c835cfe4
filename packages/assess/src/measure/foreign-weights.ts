/**
 * Weights from elsewhere, which do not say of what network they are: that is named, and the data set says the rest.
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
import { areStrange, type FittedNames, fitNames, withCounts } from "./foreign-names.js";
import { requireNormalization } from "./require-normalization.js";

/** What is said of weights from elsewhere, and where data sets are. */
export interface ForeignOptions extends Pick<LoadOptions, "dataDirs" | "damagedImages" | "imageSize" | "notify"> {
  /** Of weights from elsewhere, whose file does not say: a model's name. Needs `data`. */
  readonly model?: string | undefined;
  /** Of that model; none by default. */
  readonly modelOptions?: Readonly<Record<string, unknown>>;
  /** The data set; of a network of this lab by default the one that it was trained on. */
  readonly data?: string | undefined;
  /** How weights from elsewhere want images normalised, pixels scaled to 0..1; by default as the data set's training images are. */
  readonly mean?: readonly number[] | undefined;
  readonly std?: readonly number[] | undefined;
}

/**
 * Reads a network and a split of its data set; both are the caller's to dispose of.
 *
 * Names are torchvision's, with or without what wrappers put before every one: see foreign-names.ts.
 *
 * @param where a file of weights. @param options `notify` is told what else the file holds.
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
    throw new CheckpointError(
      `${where}: --model needs a data set, to know classes and images\n  to do: name one with --data`,
    );
  const weights = readWeightsFile(file);
  try {
    const dataset = await loadDataset(options.data, split, options);
    try {
      const description = describe(model, dataset, options);
      const network = networkOf(file, description, weights);
      const metadata = encodeDescription(description);
      for (const line of asides(file, weights)) options.notify?.(line);
      return { checkpoint: { file, network, metadata, ...description }, dataset };
    } catch (error) {
      for (const tensor of [dataset.images, dataset.labels]) tensor.dispose();
      throw error;
    }
  } finally {
    for (const tensor of weights.tensors.values()) tensor.dispose();
  }
}

function describe(
  model: string,
  dataset: ImageDataset,
  { modelOptions = {}, mean, std, damagedImages }: ForeignOptions,
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
  };
}

function networkOf(file: string, description: NetworkDescription, weights: WeightsFile): ImageModel {
  const complaint = [`${file}: its weights are not those of the ${description.model} that was named`];
  const weightsFor = (network: ImageModel) => {
    const fitted = fitNames(weights.tensors, network);
    complaint.push(...whereabouts(fitted, network, weights));
    return withCounts(fitted.tensors, network);
  };
  return loadNetwork(file, description, weightsFor, () => complaint.join("\n"));
}

/** Names that an error shows of each side. */
const SHOWN = 3;

/** Where one has looked, for an error. */
function whereabouts({ tensors, prefix }: FittedNames, network: ImageModel, { surroundings }: WeightsFile): string[] {
  const some = (names: Iterable<string>) => [...names].slice(0, SHOWN).join(", ");
  const { wrappers, others } = surroundings;
  const beside = others.length > 0 ? `; ${quoted(others)} beside it was not looked at` : "";
  return [
    ...(wrappers.length > 0 ? [`  they are those under ${quoted(wrappers)} in the file${beside}`] : []),
    ...(prefix ? [`  "${prefix}" before every name was dropped`] : []),
    ...(areStrange(tensors, network)
      ? [`  none bears a name of the model's, ${some(network.stateDict().keys())}, …, but ${some(tensors.keys())}, …`]
      : []),
  ];
}

/** What the file holds besides the weights that are used. */
function asides(file: string, { surroundings }: WeightsFile): string[] {
  const { wrappers, others, strangers } = surroundings;
  const first = strangers.slice(0, 2 * SHOWN).join(", ");
  return [
    ...(others.length > 0 ? [`${file}: ${quoted(wrappers)} is used; ${quoted(others)} is left alone`] : []),
    ...(strangers.length > 0
      ? [
          `${file} also names ${first}${strangers.length > 2 * SHOWN ? ", …" : ""}: none of it is needed, and nothing of it is run`,
        ]
      : []),
  ];
}

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");
