/**
 * Conformance suites as data, for any test runner: a plugin's author runs the checks that the package's own implementations pass.
 *
 *     for (const { name, run } of listModelChecks(family)) test(name, run);
 *
 * @module
 */

/** One requirement of a contract. */
export interface ConformanceCheck {
  /** The requirement, as a test's name: "gives the same weights for the same seed". */
  readonly name: string;
  /** Checks it. @throws AssertionError, or the implementation's own error, if the requirement is not met. */
  run(): void | Promise<void>;
}
