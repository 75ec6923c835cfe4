/**
 * Errors about ONNX files.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";

/** What is wrong with a file, for programs. */
export type OnnxErrorCode =
  /** missing, cut off, damaged, or not an ONNX file */
  | "unreadable"
  /** an ONNX file that ONNX Runtime cannot load or run: an unknown opset or operator */
  | "unsupported"
  /** an input, an output or a layer of an element type that is not read */
  | "unsupported-type"
  /** does not map a batch of images to one row of class scores each */
  | "no-classifier"
  /** no layer of hidden units after a nonlinearity */
  | "no-units"
  /** exported in training mode: an image's numbers depend on the other images, or on chance */
  | "training-mode"
  /** two runs on the same image differ */
  | "random"
  /** activations or scores that are NaN or infinite */
  | "not-finite";

/** What an {@link OnnxError} says. */
export interface OnnxErrorFacts {
  readonly code: OnnxErrorCode;
  /** Path of the ONNX file. */
  readonly path: string;
  readonly problem: string;
  readonly remedy: string;
  readonly cause?: unknown;
}

/** An ONNX file cannot be used. */
export class OnnxError extends LabError {
  override readonly name = "OnnxError";

  constructor(facts: OnnxErrorFacts) {
    super(facts);
  }
}

/** A model calls an operator that has no translation to ONNX. */
export class TranslationError extends LabError {
  override readonly name = "TranslationError";

  /** @param operator the operator's name, such as `aten::gelu`. @param why what is not supported. */
  constructor(
    readonly operator: string,
    why: string,
  ) {
    super({
      code: "no-translation",
      problem: `${operator} has no translation to ONNX: ${why}`,
      remedy: "add one in packages/onnx/src/translate, or leave the operator out of the model",
      fault: "work",
    });
  }
}
