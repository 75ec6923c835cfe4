/**
 * Reads files of weights of every supported format; the first bytes decide which it is: safetensors, or what PyTorch writes.
 *
 * @module
 */
import { statSync } from "node:fs";
import {
  findRefusedFile,
  readSafetensors,
  readTorchFile,
  type Tensor,
  type TorchFile,
  weightsFormat,
} from "@selectivity-lab/torch";
import { CheckpointError } from "./checkpoint-error.js";
import { isOnnxFile } from "./onnx-file.js";

/** Contents of a file of weights. */
export interface WeightsFile {
  /** Tensors by name; they belong to the caller's scope. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Metadata of a safetensors file; empty for PyTorch's files. */
  readonly metadata: Readonly<Record<string, string>>;
  /** For PyTorch's files: where in the file the tensors were, and what else it contains. */
  readonly surroundings: Omit<TorchFile, "tensors">;
}

/** @throws {@link CheckpointError} for a file of a different kind; SafetensorsError or TorchFileError for a damaged one. */
export function readWeightsFile(file: string): WeightsFile {
  if (formatOf(file) === "safetensors")
    return { ...readSafetensors(file), surroundings: { wrappers: [], others: [], strangers: [] } };
  const { tensors, ...surroundings } = readTorchFile(file);
  return { tensors, metadata: {}, surroundings };
}

/**
 * Refuses a file whose format cannot describe a network, without reading it.
 *
 * @throws {@link CheckpointError} `network-not-described`.
 */
export function requireDescribed(file: string): void {
  if (formatOf(file) !== "safetensors") throw createUndescribedError(file, "a PyTorch file");
}

/** The error for a file that does not describe its network. @param kind what does not describe it, such as "its metadata". */
export function createUndescribedError(file: string, kind: string): CheckpointError {
  return new CheckpointError({
    code: "network-not-described",
    problem: `${file}: ${kind} does not say which model the weights belong to`,
    remedy:
      "to measure or export it, name the model with --model and the images with --data: --model resnet18 --data cifar10",
    path: file,
  });
}

function formatOf(file: string) {
  if (isOnnxFile(file))
    throw new CheckpointError({
      code: "onnx-instead-of-weights",
      problem: `${file} is an ONNX file: a whole network, not weights alone`,
      remedy: "measure it as it is, without --model; or name a .safetensors or .pt file, or a trial's folder",
      path: file,
    });
  const format = weightsFormat(file);
  if (format) return format;
  const known = findRefusedFile(file);
  const received = statSync(file).size === 0 ? "an empty file" : (known?.name ?? "something else");
  throw new CheckpointError({
    code: "not-weights",
    problem: `${file} does not contain weights: expected safetensors or what torch.save writes, got ${received}`,
    remedy: known?.remedy ?? "name a .safetensors or .pt file, or a trial's folder; if it was one, copy it again",
    path: file,
  });
}
