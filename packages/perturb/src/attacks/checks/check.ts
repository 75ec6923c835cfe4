/**
 * The result of checking an attack: is the network robust, or does it only mask its gradient?
 *
 * @module
 */
import type { Norm } from "../budgets/ball.js";

/** One check of an attack's result. */
export interface AttackCheck {
  /** Name of the check, in kebab-case. */
  readonly name: string;
  /** `warn` if there is a sign that attacks fail for a reason other than robustness. */
  readonly verdict: "pass" | "warn";
  /** The finding, in one sentence. */
  readonly finding: string;
  /** The numbers behind the finding; shares are fractions of the sample, in 0..1. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** Options of {@link checkAttacks}. */
export interface ExaminationOptions {
  readonly norm: Norm;
  /** The budget to check; choose one at which some images are broken and some are not. */
  readonly epsilon: number;
  readonly seed: number;
  /** The number of each image in its data set. */
  readonly indices: Int32Array;
  /** Steps of pgd, which is also run with twice as many; 20 by default. */
  readonly steps?: number | undefined;
  /** Steps of apgd; 50 by default. */
  readonly apgdSteps?: number | undefined;
  /** Queries of square and draws of noise; 300 by default. */
  readonly queries?: number | undefined;
  /** Called with the name of the current attack and the share of the work that is done, in 0..1. */
  readonly onProgress?: ((what: string, share: number) => void) | undefined;
}

/** Makes a check. @param sign whether it found a sign of masking. */
export function createCheck(
  name: string,
  sign: boolean,
  finding: string,
  numbers: AttackCheck["numbers"],
): AttackCheck {
  return { name, verdict: sign ? "warn" : "pass", finding, numbers };
}

/** Formats a share: `12.5%`. */
export function formatShare(share: number): string {
  return `${Number((100 * share).toFixed(1))}%`;
}
