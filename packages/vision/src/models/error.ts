/**
 * Errors of models.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";

/** Why a model cannot be created. */
export type ModelErrorCode =
  /** there is no model of this name */
  | "unknown-model"
  /** a CIFAR ResNet must have 6n + 2 layers */
  | "invalid-depth"
  /** the model has no such option */
  | "unknown-option"
  /** the option's value has the wrong type, or is out of range */
  | "invalid-option"
  /** images must be `[C, H, W]`, each at least 1; for vgg16 and vgg16_bn, H and W at least 32 */
  | "invalid-input-shape"
  /** the name belongs to another model */
  | "taken"
  /** a plugin's model breaks the contract, or fails */
  | "plugin";

/** A model cannot be created as asked. */
export class ModelError extends LabError<ModelErrorCode> {
  override readonly name = "ModelError";
}
