/**
 * Errors of the engine. Each says who, what was expected, what came and, where it can be known, what to do.
 *
 * @module
 */

/** The native part is missing or does not load. */
export class NativeError extends Error {
  override readonly name = "NativeError";
  readonly code = "NATIVE";

  constructor(what: string, remedy: string, options?: ErrorOptions) {
    super(`${what}\n  to do: ${remedy}`, options);
  }
}

/** An operator of libtorch refused its arguments or failed; the text names the operator, its schema and what it was given. */
export class TorchError extends Error {
  override readonly name = "TorchError";
  readonly code = "TORCH";

  /**
   * @param operator such as `aten::conv2d`.
   * @param reason libtorch's own words.
   * @param details lines that name the schema and the arguments.
   */
  constructor(
    readonly operator: string,
    reason: string,
    details: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super([`${operator}: ${reason.trim()}`, ...details.map((line) => `  ${line}`)].join("\n"), options);
  }
}

/** A tensor has another shape or dtype than a function takes. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
  readonly code = "SHAPE";

  /**
   * @param who the function that refuses.
   * @param what the parameter it refuses.
   * @param expected in the letters of the glossary, such as `[K ≥ 2, U]`.
   * @param came the tensor that came; only its description is kept.
   * @param hint what to do, or why.
   */
  constructor(who: string, what: string, expected: string, came: { toString(): string }, hint?: string) {
    super(`${who}: ${what} must be ${expected}, got ${came}.${hint ? `\n  ${hint}` : ""}`);
  }
}

/** A tensor was used after its scope ended, or after `dispose()`. */
export class TensorDisposedError extends Error {
  override readonly name = "TensorDisposedError";
  readonly code = "DISPOSED";

  /** @param madeBy the operator or function that made the tensor. */
  constructor(madeBy: string) {
    super(
      `a tensor made by ${madeBy} was used after it was freed.\n  Return it from its scope(), or keep() it, if it must outlive the scope.`,
    );
  }
}
