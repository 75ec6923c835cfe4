/**
 * The error for files of weights that cannot be used.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";

/** What is wrong with a file of weights, or with what was said about it. */
export type CheckpointErrorCode =
  /** there is no such file or folder */
  | "weights-not-found"
  /** neither safetensors nor what `torch.save` writes */
  | "not-weights"
  /** an ONNX file where weights are expected */
  | "onnx-instead-of-weights"
  /** the file does not describe its network, or only in part */
  | "network-not-described"
  /** no model of that name */
  | "unknown-model"
  /** tensors that the model does not have, or of other shapes */
  | "weights-do-not-fit"
  /** images of a different size than the network takes */
  | "images-do-not-fit"
  /** a different number of classes */
  | "classes-do-not-fit"
  /** an option is needed */
  | "option-missing"
  /** an option contradicts what the file says, or has an impossible value */
  | "option-refused"
  /** unit means below 0, where the index is not defined */
  | "negative-units"
  /** weights or activations that are NaN or infinite */
  | "not-finite";

/** A file of weights, or a whole network in a file, cannot be used. */
export class CheckpointError extends LabError<CheckpointErrorCode> {
  override readonly name = "CheckpointError";
}
