/**
 * Names of attacks on the command line: `pgd`, `pgd-100x5` (100 steps, 5 restarts), `square-500`, `transfer`, `transfer:apgd-ce`.
 *
 * @module
 */

import { findNearest } from "@selectivity-lab/base";
import { attackNames } from "@selectivity-lab/perturb";
import { RobustnessError } from "../error.js";
import type { AttackChoiceSettings } from "./contracts.js";

/** The attack that `transfer` stands for. */
const TRANSFERRED = "pgd";

/** Parses the name of an attack. @throws {@link RobustnessError} for an unknown attack. */
export function parseAttack(word: string): AttackChoiceSettings {
  const transfer = /^transfer(?![a-z])/.test(word);
  const rest = transfer ? word.slice("transfer".length).replace(/^:/, "") : word;
  const [, name, steps, restarts] = /^(.*?)(?:-(\d+))?(?:x(\d+))?$/.exec(rest) as RegExpExecArray;
  const attack = name || (transfer ? TRANSFERRED : "");
  if (!attackNames.includes(attack)) throw createUnknownAttack(word, attack);
  return {
    name: word,
    attack,
    steps: steps === undefined ? null : Number(steps),
    restarts: Number(restarts ?? 1),
    transfer,
  };
}

/** Parses a list of attacks. @throws {@link RobustnessError} for an unknown attack, or one that is named twice. */
export function parseAttacks(words: readonly string[]): AttackChoiceSettings[] {
  const twice = words.find((word, index) => words.indexOf(word) !== index);
  if (twice !== undefined)
    throw new RobustnessError({
      code: "duplicate-attack",
      problem: `attacks: "${twice}" is named twice`,
      remedy: "name each attack once",
    });
  return words.map(parseAttack);
}

function createUnknownAttack(word: string, attack: string): RobustnessError {
  const names = [...attackNames, "transfer"];
  const meant = findNearest(attack, names);
  return new RobustnessError({
    code: "unknown-attack",
    problem: `attacks: there is no attack "${word}"${meant ? `; did you mean "${meant}"?` : ""}`,
    remedy: `choose from ${names.join(", ")}; append steps and restarts as in pgd-100x5`,
  });
}
