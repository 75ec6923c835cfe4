/**
 * Networks as safetensors files that say what they are: names as in torchvision, and in the metadata (text to text,
 * JSON where structured) all that is needed to build the model and feed it.
 *
 * @module
 */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import type { NetworkSelectivity } from "@selectivity-lab/selectivity";
import {
  Generator,
  type Module,
  readSafetensors,
  readTorchFile,
  StateError,
  type Tensor,
  writeSafetensors,
} from "@selectivity-lab/torch";
import { createModel, type ImageDataset, type ImageModel, ModelError } from "@selectivity-lab/vision";
import { z } from "zod";
import type { Trial } from "../contracts.js";

/** A file of weights cannot be used. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
  readonly code = "CHECKPOINT";
}

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue("expected JSON");
        return z.NEVER;
      }
    })
    .pipe(schema);

/** What the metadata of a file of weights holds. */
const metadataSchema = z
  .object({
    model: z.string(),
    modelOptions: json(z.record(z.string(), z.unknown())),
    dataset: z.string(),
    classes: json(z.array(z.string()).min(2)),
    inputShape: json(z.tuple([z.int().positive(), z.int().positive(), z.int().positive()])),
    mean: json(z.array(z.number())),
    std: json(z.array(z.number().positive())),
    /** There where damaged image files of the data set were left out. */
    damagedImages: z.literal("skip").optional(),
  })
  .refine(({ inputShape: [channels], mean, std }) => mean.length === channels && std.length === channels, {
    error: "expected one value a channel of inputShape",
    path: ["mean and std"],
  });

/** What a network is, what it was trained on, and how it sees images. */
export type NetworkDescription = z.output<typeof metadataSchema>;

/** A network read from its file, and what the file says of it. */
export interface Checkpoint extends NetworkDescription {
  readonly file: string;
  readonly network: ImageModel;
}

/** Writes the weights of a trial's network after an epoch. */
export function writeWeights(file: string, model: Module, trial: Trial, dataset: ImageDataset, epoch: number): void {
  const { model: name, modelOptions, damagedImages } = trial.recipe;
  writeSafetensors(file, model.stateDict(), {
    model: name,
    modelOptions: JSON.stringify(modelOptions),
    dataset: dataset.name,
    classes: JSON.stringify(dataset.classes),
    inputShape: JSON.stringify(dataset.images.shape.slice(1)),
    mean: JSON.stringify(dataset.mean),
    std: JSON.stringify(dataset.std),
    ...(damagedImages === "skip" && { damagedImages }),
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
 * @throws {@link CheckpointError}, SafetensorsError or ModelError: the file is missing, damaged, or not of the model it names; or that
 *   is a plugin's which is not loaded.
 */
export function readCheckpoint(where: string): Checkpoint {
  return readNetwork(where, (file, metadata) => {
    const described = metadataSchema.safeParse(metadata);
    if (!described.success) throw new CheckpointError(describe(file, described.error));
    return { description: described.data, whose: "that its metadata describes" };
  });
}

/**
 * Reads weights from elsewhere, which do not say of what network they are; names as in torchvision.
 *
 * @param description what their metadata would say.
 * @throws as {@link readCheckpoint}.
 */
export function readForeignWeights(where: string, description: NetworkDescription): Checkpoint {
  return readNetwork(where, () => ({ description, whose: "that was named" }));
}

/** Whether a file is one of PyTorch's own. */
function isTorchFile(file: string): boolean {
  return /\.(pt|pth|bin|ckpt)$/.test(file);
}

type Described = { readonly description: NetworkDescription; readonly whose: string };

function readNetwork(
  where: string,
  described: (file: string, metadata: Readonly<Record<string, string>>) => Described,
): Checkpoint {
  const file = locateWeights(where);
  const { tensors, metadata } = isTorchFile(file)
    ? { tensors: readTorchFile(file), metadata: {} }
    : readSafetensors(file);
  try {
    const { description, whose } = described(file, metadata);
    const network = networkOf(file, description);
    load(network, tensors, `${file}: its weights are not those of the ${description.model} ${whose}`);
    return { file, network: network.to({ memoryFormat: "channels_last" }), ...description };
  } finally {
    for (const tensor of tensors.values()) tensor.dispose();
  }
}

function networkOf(file: string, { model, modelOptions, inputShape, classes }: NetworkDescription): ImageModel {
  try {
    const spec = { inputShape, classes: classes.length, options: modelOptions, generator: new Generator(0) };
    return createModel(model, spec);
  } catch (cause) {
    if (!(cause instanceof ModelError && cause.code === "unknown-model")) throw cause;
    throw new CheckpointError(`${file}: ${cause.message}`, { cause }); // a plugin's, perhaps: the message says how to name it
  }
}

/** Problems that are listed; a file of quite another model has one for every tensor. */
const LISTED = 8;

function load(network: ImageModel, tensors: ReadonlyMap<string, Tensor>, complaint: string): void {
  try {
    network.loadStateDict(tensors);
  } catch (cause) {
    for (const tensor of network.stateDict().values()) tensor.dispose();
    if (!(cause instanceof StateError)) throw cause;
    const { problems } = cause;
    const lines = problems.slice(0, LISTED).map((problem) => `  ✖ ${problem}`);
    if (problems.length > LISTED) lines.push(`  … and ${problems.length - LISTED} more`);
    throw new CheckpointError([complaint, ...lines, "  to do: name a file of that model"].join("\n"), { cause });
  }
}

/** The file of weights that a word names: itself, or the best of a trial's folder. @throws {@link CheckpointError} */
export function locateWeights(where: string): string {
  if (!existsSync(where))
    throw new CheckpointError(`${where} does not exist\n  to do: name a .safetensors or .pt file, or a trial's folder`);
  if (!statSync(where).isDirectory()) return where;
  const inside = ["best.safetensors", "model.safetensors"].map((name) => path.join(where, name)).find(existsSync);
  if (inside) return inside;
  throw new CheckpointError(
    `${where} holds no best.safetensors or model.safetensors\n  to do: name a trial's folder, or train it to its end`,
  );
}

function describe(file: string, error: z.ZodError): string {
  const problems = error.issues.map(({ path: place, message }) => `  ✖ ${place.join(".")}: ${message}`);
  const remedy = "  to do: say what it is with --model and --data, or add these entries to its metadata";
  return [`${file}: its metadata does not say what network it is`, ...problems, remedy].join("\n");
}
