/**
 * Attacks by name.
 *
 * @module
 */
import type { AttackMethod } from "../engine/method.js";
import { apgdCe, apgdDlr, apgdTargeted } from "./auto-attacks.js";
import { noise } from "./noise.js";
import { fgsm, pgd } from "./pgd.js";
import { square } from "./square.js";

/** All attacks: the baseline, those by gradient from the weakest on, the one without. */
export const attackMethods: readonly AttackMethod[] = [noise, fgsm, pgd, apgdCe, apgdDlr, apgdTargeted, square];

/** The names that {@link attack} takes. */
export const attackNames: readonly string[] = attackMethods.map(({ name }) => name);
