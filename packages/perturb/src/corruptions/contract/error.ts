/**
 * What can be wrong with a wish for corrupted images.
 *
 * @module
 */
/** Images cannot be corrupted as asked. The message says what was expected, what came, and what to do. */
export class CorruptionError extends Error {
  override readonly name = "CorruptionError";
  readonly code = "CORRUPTION";

  /** @param problem what was expected and what came. @param remedy what to do about it. */
  constructor(problem: string, remedy: string) {
    super(`${problem}\n  ${remedy}`);
  }
}
