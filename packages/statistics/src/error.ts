/**
 * The error of this package.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";

/** Values that a statistic is not defined for. `code` is `invalid-argument`. */
export class StatisticsError extends LabError {
  override readonly name = "StatisticsError";

  /** @param problem who expected what, and what was received. @param remedy what to do. */
  constructor(problem: string, remedy?: string) {
    super({ code: "invalid-argument", problem, remedy });
  }
}
