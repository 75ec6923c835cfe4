/**
 * Attacks by name.
 *
 * @module
 */
import type { AttackMethod } from "./method.js";
import { fgsm, pgd } from "./pgd.js";

/** All attacks, from the weakest to the strongest of a kind. */
export const attackMethods: readonly AttackMethod[] = [fgsm, pgd];

/** The names that {@link attack} takes. */
export const attackNames: readonly string[] = attackMethods.map(({ name }) => name);
