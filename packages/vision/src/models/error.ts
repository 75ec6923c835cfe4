/**
 * What goes wrong with models, told in one form.
 *
 * @module
 */
/** Why a model could not be made. */
export type ModelErrorCode =
  /** no model has this name */
  | "unknown-model"
  /** a CIFAR ResNet has 6n + 2 layers */
  | "depth"
  /** the model has no such option */
  | "unknown-option"
  /** the option's value is of another kind or out of range */
  | "invalid-option"
  /** images are `[C, H, W]`, each at least 1; for vgg16 and vgg16_bn, H and W at least 32 */
  | "input-shape"
  /** the name is another model's */
  | "taken"
  /** a plugin's model is not what a model must be, or fails */
  | "plugin";

/** A model could not be made of what was asked for. The message says what was expected, what came, and what to do. */
export class ModelError extends Error {
  override readonly name = "ModelError";

  constructor(
    readonly code: ModelErrorCode,
    problem: string,
    remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${problem}\n  ${remedy}`, options);
  }
}
