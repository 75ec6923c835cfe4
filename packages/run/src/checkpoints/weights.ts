/**
 * Networks of this lab as safetensors files that describe themselves: tensor names as in torchvision, and metadata with everything
 * needed to build the model and to prepare its images.
 *
 * @module
 */

import type { NetworkSelectivity } from "@selectivity-lab/selectivity";
import { type Module, writeSafetensors } from "@selectivity-lab/torch";
import type { ImageDataset, ImageModel } from "@selectivity-lab/vision";
import type { RecordedData } from "../recipe/recorded-data.js";
import type { Trial } from "../records/trial.js";
import { loadNetwork } from "./load-network.js";
import { locateWeights } from "./locate-weights.js";
import { encodeDescription, type NetworkDescription, parseDescription } from "./network-description.js";
import { readWeightsFile, requireDescribed } from "./weights-file.js";

/** A network read from its file, and what is known about it. */
export interface Checkpoint extends NetworkDescription {
  readonly file: string;
  readonly network: ImageModel;
  /** Everything known about it, as the file's metadata; for our own files this includes the trial. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Writes the weights of a trial's network as they are after an epoch. */
export function writeWeights(
  file: string,
  model: Module,
  trial: Trial,
  { train: dataset, record }: { readonly train: ImageDataset; readonly record: RecordedData },
  epoch: number,
): void {
  const { model: name, modelOptions, damagedImages, classOrder, convolutions } = trial.recipe;
  const [channels = 0, height = 0, width = 0] = dataset.images.shape.slice(1);
  const description = encodeDescription({
    model: name,
    modelOptions,
    dataset: dataset.name,
    classes: [...dataset.classes],
    inputShape: [channels, height, width],
    mean: [...dataset.mean],
    std: [...dataset.std],
    ...(damagedImages === "skip" && { damagedImages }),
    ...(classOrder !== "text" && { classOrder }),
    ...(convolutions === "winograd" && { convolutions }),
    dataSha256: { ...record.sha256 },
  });
  writeSafetensors(file, model.stateDict(), {
    ...description,
    trial: trial.id,
    alpha: String(trial.alpha),
    seed: String(trial.seed),
    epoch: String(epoch),
  });
}

/** Writes the class-conditional unit means `[K, U]` of every layer. */
export function writeUnits(file: string, { layers }: NetworkSelectivity): void {
  writeSafetensors(file, new Map(layers.map(({ name, classMeans }) => [name, classMeans])));
}

/**
 * Reads a network.
 *
 * @param where a file of weights, or a trial's folder, which stands for its best weights.
 * @throws CheckpointError, SafetensorsError or ModelError: the file is missing or damaged, does not describe its network, holds
 *   weights of a different one, or names a plugin's model that is not loaded.
 */
export function readCheckpoint(where: string): Checkpoint {
  const file = locateWeights(where);
  requireDescribed(file);
  const { tensors, metadata } = readWeightsFile(file);
  try {
    const description = parseDescription(file, metadata);
    const problem = `${file}: the weights do not fit the ${description.model} that the metadata describes`;
    return {
      file,
      metadata,
      network: loadNetwork(
        file,
        description,
        () => tensors,
        () => ({ problem }),
      ),
      ...description,
    };
  } finally {
    for (const tensor of tensors.values()) tensor.dispose();
  }
}
