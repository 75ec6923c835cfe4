/**
 * What an attack is, and what it is asked to do: data, without the code that does it.
 *
 * @module
 */
import type { Norm } from "../budgets/ball.js";
import type { Objective } from "./objectives.js";

/** What an attack is. */
export interface AttackFacts {
  /** In kebab-case, such as `apgd-ce`. */
  readonly name: string;
  /** Part of the attack's random numbers, and so of every result; below 32. Never change or reuse one. */
  readonly code: number;
  /** The budgets for which it works. */
  readonly norms: readonly Norm[];
  /** Number of steps by default; 1 for an attack that always takes one. */
  readonly steps: number;
  /** Whether another restart draws other random numbers. */
  readonly random: boolean;
  /** Fewest classes with which the objective makes sense. */
  readonly minClasses: number;
  /** What it maximizes. */
  readonly objective: Objective;
}

/** The options of an attack, complete with its defaults. */
export interface AttackPlan {
  readonly attack: AttackFacts;
  readonly norm: Norm;
  readonly epsilon: number;
  readonly steps: number;
  readonly stepSize: number;
  readonly restarts: number;
  readonly randomStart: boolean;
  readonly seed: number;
  readonly indices: Int32Array;
  readonly stopWhenBroken: boolean;
  readonly onProgress: ((progress: AttackProgress) => void) | undefined;
}

/** Progress of an attack. */
export interface AttackProgress {
  readonly attack: string;
  /** Number of the restart, from 0. */
  readonly restart: number;
  readonly restarts: number;
  /** Number of steps done. */
  readonly step: number;
  readonly steps: number;
  readonly images: number;
  /** Number of images broken so far, including those misclassified from the start. */
  readonly broken: number;
}
