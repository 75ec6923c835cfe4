/**
 * Errors of the engine. Each says who refuses, what was expected, what was received and, where it can be known, what to do.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";

/** The native part is missing or does not load, or there is no such device. */
export class NativeError extends LabError {
  override readonly name = "NativeError";
}

/** An operator of libtorch refused its arguments or failed. The details are its schema and what it was given. */
export class TorchError extends LabError {
  override readonly name = "TorchError";

  /**
   * @param operator such as `aten::conv2d`.
   * @param reason libtorch's own words.
   * @param details lines that name the schema and the arguments.
   */
  constructor(
    readonly operator: string,
    reason: string,
    details: readonly string[] = [],
    { cause }: ErrorOptions = {},
  ) {
    const problem = `${operator}: ${reason.trim()}`;
    super({ code: "operator-failed", problem, details, fault: "work", cause });
  }
}

/** A tensor does not have the shape or dtype that a function takes. */
export class ShapeError extends LabError {
  override readonly name = "ShapeError";

  /**
   * @param who the function that refuses.
   * @param what the parameter it refuses.
   * @param expected in the letters of the glossary, such as `[K ≥ 2, U]`.
   * @param received the tensor that it was given; only its description is kept.
   * @param hint what to do, or why.
   */
  constructor(who: string, what: string, expected: string, received: { toString(): string }, hint?: string) {
    const problem = `${who}: ${what} must be ${expected}, got ${received}.`;
    super({ code: "unexpected-shape", problem, details: hint ? [hint] : [], fault: "work" });
  }
}

/** A tensor was used after its scope ended, or after `dispose()`. */
export class TensorDisposedError extends LabError {
  override readonly name = "TensorDisposedError";

  /** @param madeBy the operator or function that made the tensor. */
  constructor(readonly madeBy: string) {
    super({
      code: "tensor-disposed",
      problem: `a tensor made by ${madeBy} was used after it was freed.`,
      remedy: "return it from its scope(), or keep() it, if it must outlive the scope",
      fault: "work",
    });
  }
}
