/**
 * The list of attacks. A new attack is a line here.
 *
 * @module
 */
import { findNearest } from "@selectivity-lab/base";
import { AttackError } from "../engine/error.js";
import type { AttackMethod } from "../engine/method.js";
import { apgdCe, apgdDlr, apgdTargeted } from "./auto-attacks.js";
import { noise } from "./noise.js";
import { fgsm, pgd } from "./pgd.js";
import { square } from "./square.js";

/** All attacks: the baseline, the gradient attacks from the weakest on, and the one that uses no gradient. */
export const attackMethods: readonly AttackMethod[] = [noise, fgsm, pgd, apgdCe, apgdDlr, apgdTargeted, square];

/** The names of all attacks. */
export const attackNames: readonly string[] = attackMethods.map(({ name }) => name);

/** Finds an attack by its name. @throws {@link AttackError} if there is none. */
export function findAttack(name: string): AttackMethod {
  const method = attackMethods.find((known) => known.name === name);
  if (method) return method;
  const meant = findNearest(name, attackNames);
  throw new AttackError({
    code: "unknown-attack",
    problem: `There is no attack "${name}".${meant ? ` Did you mean "${meant}"?` : ""}`,
    remedy: `choose one of ${attackNames.join(", ")}`,
  });
}
