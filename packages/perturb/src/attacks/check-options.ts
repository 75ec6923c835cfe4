/**
 * What can be known of an attack before there is a network or an image.
 *
 * @module
 */
import type { Norm } from "./budgets/ball.js";
import { type AttackObstacle, type AttackOptions, completeOptions, findObstacle } from "./engine/attack-options.js";
import { findAttack } from "./methods/methods.js";

/** Finds why an attack cannot run for so many classes, or within a norm; `undefined` if it can. @throws AttackError if there is no such attack. */
export function describeAttackObstacle(
  name: string,
  setting: { readonly classes: number; readonly norm: Norm },
): AttackObstacle | undefined {
  return findObstacle(findAttack(name), setting);
}

/**
 * Checks the options of an attack.
 *
 * @throws AttackError for an option that is out of range, or that this attack does not use.
 */
export function checkAttackOptions(classes: number, options: Omit<AttackOptions, "seed" | "indices">): void {
  completeOptions(findAttack(options.attack), classes, { ...options, seed: 0, indices: new Int32Array(0) });
}
