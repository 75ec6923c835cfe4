/**
 * The contract of a statistical test. To add one: a file with its function and a description of this type, and a line in
 * `statistical-tests.ts`; the conformance suite then simulates its error rate under the null hypothesis.
 *
 * @module
 */

/** A statistical test, described for people and callable by programs. */
export interface StatisticalTest<Data = never> {
  /** Kebab-case, such as `sign-flip`. */
  readonly name: string;
  /** What it tests, as a question. */
  readonly question: string;
  /** The unit of replication: what one observation is. Never an image or a unit of a network. */
  readonly observation: string;
  /** What must hold for its p to be right. */
  readonly assumptions: string;
  /** Where it comes from. */
  readonly source: string;
  /** @returns with `p` in 0..1, NaN if the data do not allow a test. */
  run(data: Data): { readonly p: number };
}
