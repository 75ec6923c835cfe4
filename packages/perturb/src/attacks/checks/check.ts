/**
 * What a check of an attack's result says: can "robust" be believed, or does the network only hide its gradient?
 *
 * @module
 */
import type { Norm } from "../budgets/ball.js";

/** One thing looked at. */
export interface AttackCheck {
  /** In kebab-case, for programs. */
  readonly name: string;
  /** Whether there is a sign that attacks fail for another reason than robustness. */
  readonly verdict: "pass" | "warn";
  /** What was found, in one sentence. */
  readonly finding: string;
  /** The numbers behind it; shares are of the sample, in 0..1. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** How a sample is examined. */
export interface ExaminationOptions {
  readonly norm: Norm;
  /** The budget in question, best one at which some images stand and some fall. */
  readonly epsilon: number;
  readonly seed: number;
  /** The number of each image in its data set. */
  readonly indices: Int32Array;
  /** Of pgd, which is also tried with twice as many; 20 by default. */
  readonly steps?: number | undefined;
  /** Of apgd; 50 by default. */
  readonly apgdSteps?: number | undefined;
  /** Of square and of noise; 300 by default. */
  readonly queries?: number | undefined;
  /** Is told what is going on, and how much of it is done, in 0..1. */
  readonly onProgress?: ((what: string, share: number) => void) | undefined;
}

/** A check by its name, from whether it found a sign. */
export function check(name: string, sign: boolean, finding: string, numbers: AttackCheck["numbers"]): AttackCheck {
  return { name, verdict: sign ? "warn" : "pass", finding, numbers };
}

/** For sentences: `12.5%`. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))}%`;
}
