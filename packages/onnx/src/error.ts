/**
 * What goes wrong with ONNX files, told in one form.
 *
 * @module
 */

/** What is wrong with a file, for programs; the message says it for people. */
export type OnnxErrorCode =
  /** cut off, damaged, or something else */
  | "unreadable"
  /** a file, but not one that ONNX Runtime loads: an opset or operator that it does not know */
  | "unsupported"
  /** not one batch of images to one row of class scores each */
  | "no-classifier"
  /** no layer of hidden units after a nonlinearity */
  | "no-units";

/** A file of ONNX cannot be used. The message says what was expected, what came, and what to do. */
export class OnnxError extends Error {
  override readonly name = "OnnxError";

  constructor(
    readonly code: OnnxErrorCode,
    problem: string,
    remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${problem}\n  to do: ${remedy}`, options);
  }
}

/** A model calls an operator for which there is no translation; names it. */
export class TranslationError extends Error {
  override readonly name = "TranslationError";
  readonly code = "TRANSLATION";

  /** @param operator such as `aten::gelu`. */
  constructor(
    readonly operator: string,
    problem: string,
  ) {
    super(
      `${operator} has no translation to ONNX: ${problem}\n  to do: add one in packages/onnx/src/translate, or leave it out of the model`,
    );
  }
}
