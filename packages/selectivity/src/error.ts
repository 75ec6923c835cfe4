/**
 * What goes wrong in this package, told in one form.
 *
 * @module
 */
/** What went wrong, for programs; the message says it for people. */
export type SelectivityErrorCode =
  | "INVALID_ARGUMENT"
  | "LAYER_MISSING"
  | "LAYER_REPEATED"
  | "LAYERS_CHANGED"
  | "NEGATIVE_ACTIVATION"
  | "IMAGES_MISMATCH";

/**
 * An error of this package: the first line says who expected what and what came, the second what to do.
 * Tensors of a wrong shape throw torch's `ShapeError` instead.
 */
export class SelectivityError extends Error {
  override readonly name = "SelectivityError";

  constructor(
    readonly code: SelectivityErrorCode,
    message: string,
    hint?: string,
  ) {
    super(hint === undefined ? message : `${message}\n  ${hint}`);
  }
}
