/**
 * The contract of an attack. A new one is a file that exports an {@link AttackMethod}, and one line in methods.ts; the
 * conformance suite then holds it to the contract.
 *
 * @module
 */
import type { Norm } from "../budgets/ball.js";
import type { AttackState } from "./attack-state.js";
import type { Objective } from "./objectives.js";

/** A way to attack. */
export interface AttackMethod {
  readonly name: string;
  /** Part of its random numbers, so of every result; below 32. Never change or reuse one. */
  readonly code: number;
  readonly norms: readonly Norm[];
  /** By default. One where the attack has no steps to choose. */
  readonly steps: number;
  /** Whether another restart has other random numbers. */
  readonly random: boolean;
  /** Fewest classes with which the objective makes sense. */
  readonly minClasses: number;
  /** What it maximises. */
  readonly objective: Objective;
  /** Attacks all images that still stand, once. */
  run(siege: AttackState, restart: number): void;
}
