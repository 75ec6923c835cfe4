/**
 * What can be wrong with a robustness evaluation before it starts.
 *
 * @module
 */
/** Options that make no sense, or networks that are not there. */
export class RobustnessError extends Error {
  override readonly name = "RobustnessError";
  readonly code = "ROBUSTNESS";

  /** @param problem who, what was expected, what came. @param remedy what to do about it. */
  constructor(problem: string, remedy: string) {
    super(`${problem}\n  to do: ${remedy}`);
  }
}
