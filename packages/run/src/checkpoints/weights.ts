/**
 * Networks of this lab as safetensors files that say what they are: names as in torchvision, and in the metadata all that is needed
 * to build the model and feed it.
 *
 * @module
 */

import type { NetworkSelectivity } from "@selectivity-lab/selectivity";
import { type Module, writeSafetensors } from "@selectivity-lab/torch";
import type { ImageDataset, ImageModel } from "@selectivity-lab/vision";
import type { Trial } from "../records/trial.js";
import { loadNetwork } from "./load-network.js";
import { locateWeights } from "./locate-weights.js";
import { encodeDescription, type NetworkDescription, parseDescription } from "./network-description.js";
import { readWeightsFile, requireDescribed } from "./weights-file.js";

/** A network read from its file, and what is known of it. */
export interface Checkpoint extends NetworkDescription {
  readonly file: string;
  readonly network: ImageModel;
  /** All that is known of it as a file's metadata says it: for ours, with the trial that it is of. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Writes the weights of a trial's network after an epoch. */
export function writeWeights(file: string, model: Module, trial: Trial, dataset: ImageDataset, epoch: number): void {
  const { model: name, modelOptions, damagedImages } = trial.recipe;
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
 * @param where a file of weights, or a trial's folder: then its best weights.
 * @throws CheckpointError, SafetensorsError or ModelError: the file is missing, damaged, does not say of what network it is, is not of
 *   the one it names, or that is a plugin's which is not loaded.
 */
export function readCheckpoint(where: string): Checkpoint {
  const file = locateWeights(where);
  requireDescribed(file);
  const { tensors, metadata } = readWeightsFile(file);
  try {
    const description = parseDescription(file, metadata);
    const complaint = () =>
      `${file}: its weights are not those of the ${description.model} that its metadata describes`;
    return { file, metadata, network: loadNetwork(file, description, () => tensors, complaint), ...description };
  } finally {
    for (const tensor of tensors.values()) tensor.dispose();
  }
}
