/**
 * Files of weights of every format that is read, told apart by their first bytes: safetensors, and PyTorch's own.
 *
 * @module
 */
import { statSync } from "node:fs";
import { readSafetensors, readTorchFile, type Tensor, type TorchFile, weightsFormat } from "@selectivity-lab/torch";
import { CheckpointError } from "./checkpoint-error.js";

/** What a file holds. */
export interface WeightsFile {
  /** Owned by the caller's scope. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Of safetensors; PyTorch's files have none. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Of PyTorch's: where the tensors were, and what was beside them. */
  readonly surroundings: Omit<TorchFile, "tensors">;
}

/** @throws {@link CheckpointError} for a file of another kind, SafetensorsError or TorchFileError for a damaged one. */
export function readWeightsFile(file: string): WeightsFile {
  if (formatOf(file) === "safetensors")
    return { ...readSafetensors(file), surroundings: { wrappers: [], others: [], strangers: [] } };
  const { tensors, ...surroundings } = readTorchFile(file);
  return { tensors, metadata: {}, surroundings };
}

/**
 * Refuses a file that cannot say of what network it is, without reading it.
 *
 * @throws {@link CheckpointError}
 */
export function requireDescribed(file: string): void {
  if (formatOf(file) !== "safetensors") throw undescribed(file, "a file of PyTorch's");
}

/** The error for a file that does not say of what network it is. */
export function undescribed(file: string, kind: string): CheckpointError {
  return new CheckpointError(
    `${file}: ${kind} does not say of what network it is\n  to do: name it to measure or export with --model, and its images with --data: --model resnet18 --data cifar10`,
  );
}

function formatOf(file: string) {
  if (file.endsWith(".onnx"))
    throw new CheckpointError(
      `${file} is a whole network as an ONNX file, not weights\n  to do: measure it as it is, without --model; or name a .safetensors or .pt file, or a trial's folder`,
    );
  const format = weightsFormat(file);
  if (format) return format;
  const size = statSync(file).size;
  throw new CheckpointError(
    `${file} holds no weights: expected safetensors or what torch.save writes, got ${size === 0 ? "an empty file" : "something else"}\n  to do: name a .safetensors or .pt file, or a trial's folder; if it was one, copy it again`,
  );
}
