/**
 * The error for stopping rules.
 *
 * @module
 */
import { type ErrorFacts, LabError } from "@selectivity-lab/base";

/** A stopping rule that cannot be read, or does not fit its sweep. */
export class StoppingRuleError extends LabError {
  override readonly name = "StoppingRuleError";

  constructor(facts: Omit<ErrorFacts, "code">) {
    super({ ...facts, code: "invalid-stopping-rule" });
  }
}
