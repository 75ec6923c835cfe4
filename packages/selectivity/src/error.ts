/**
 * The error of this package.
 *
 * @module
 */
import { type ErrorFacts, LabError } from "@selectivity-lab/base";

/** What went wrong, for programs. */
export type SelectivityErrorCode =
  | "invalid-argument"
  | "layer-missing"
  | "layer-repeated"
  | "layers-changed"
  | "negative-activation"
  | "images-mismatch"
  | "too-many-responses"
  | "unknown-measure"
  | "not-trainable";

/** Unit responses that cannot be measured. Tensors of the wrong shape throw torch's `ShapeError` instead. */
export class SelectivityError extends LabError {
  override readonly name = "SelectivityError";
  declare readonly code: SelectivityErrorCode;

  constructor(code: SelectivityErrorCode, facts: Omit<ErrorFacts, "code">) {
    super({ ...facts, code });
  }
}
