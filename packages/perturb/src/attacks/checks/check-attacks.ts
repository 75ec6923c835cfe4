/**
 * Can an attack's result be trusted? Attacks a sample in many ways that must agree unless the network masks its gradient.
 *
 * A network with silent or saturated units can resist gradient attacks without being robust; these checks reveal such masking.
 * A warning is a reason to look closer, not a proof, and passing all checks is not a proof either.
 *
 * @module
 */

import { scope } from "@selectivity-lab/torch";
import { attack } from "../attack.js";
import type { AttackOptions } from "../engine/attack-options.js";
import type { AttackedBatch } from "../engine/attack-state.js";
import type { AttackedModel } from "../engine/attacked-model.js";
import { type Bits, brokenByAny } from "../engine/bits.js";
import { checkAnswers } from "./answers.js";
import type { AttackCheck, ExaminationOptions } from "./check.js";
import {
  checkUnbounded,
  compareBlackBox,
  compareBudgets,
  compareDoubled,
  compareObjectives,
  compareSingleStep,
} from "./comparisons.js";
import { checkLossSurface } from "./loss-surface.js";

/** Steps of the attack with an unlimited budget. */
const UNBOUNDED_STEPS = 50;

/**
 * Checks a network on a sample of, say, a few hundred images.
 *
 * @returns one check for each sign of gradient masking. `square` runs for linf only, the logit ratio with three or more classes.
 * @throws {@link AttackError} as {@link attack} does.
 */
export function checkAttacks(model: AttackedModel, sample: AttackedBatch, options: ExaminationOptions): AttackCheck[] {
  const { norm, epsilon, steps = 20, apgdSteps = 50, queries = 300 } = options;
  const [, ...size] = sample.images.shape;
  const everything = norm === "linf" ? 1 : Math.sqrt(size.reduce((product, length) => product * length, 1));
  const pgd = { attack: "pgd", steps, stepSize: (2.5 * epsilon) / steps };
  const variants: Readonly<Record<string, Variant>> = {
    fgsm: { attack: "fgsm" },
    pgd,
    "pgd, twice the steps": { ...pgd, steps: 2 * steps },
    "pgd, two restarts": { ...pgd, restarts: 2 },
    "pgd, half the budget": { attack: "pgd", steps, epsilon: epsilon / 2 },
    "pgd, no bounds": { attack: "pgd", steps: UNBOUNDED_STEPS, epsilon: everything },
    "apgd-ce": { attack: "apgd-ce", steps: apgdSteps },
    ...(model.classes >= 3 ? { "apgd-dlr": { attack: "apgd-dlr", steps: apgdSteps } } : {}),
    ...(norm === "linf" ? { square: { attack: "square", steps: queries } } : {}),
    noise: { attack: "noise", steps: queries },
  };
  const bits = runAll(model, sample, variants, options);
  const of = (variant: string) => bits.get(variant) as Bits;
  const gradients = brokenByAny(
    [...bits].filter(([variant]) => /^(pgd|apgd-ce|apgd-dlr)$/.test(variant)).map(([, one]) => one),
  );
  return [
    ...checkAnswers(model, sample),
    checkLossSurface(model, sample, options),
    compareSingleStep(of("fgsm"), of("pgd")),
    compareDoubled("steps", of("pgd"), of("pgd, twice the steps")),
    compareDoubled("restarts", of("pgd"), of("pgd, two restarts")),
    compareBudgets(of("pgd, half the budget"), of("pgd")),
    checkUnbounded(of("pgd, no bounds"), everything),
    ...(bits.has("apgd-dlr") ? [compareObjectives(of("apgd-ce"), of("apgd-dlr"))] : []),
    ...["square", "noise"].filter((name) => bits.has(name)).map((name) => compareBlackBox(name, of(name), gradients)),
  ];
}

/** The options of one attack that differ from those of the others. */
type Variant = Pick<AttackOptions, "attack" | "steps" | "restarts"> & { epsilon?: number; stepSize?: number };

/** Runs every attack. @returns which images each broke, by its name. */
function runAll(
  model: AttackedModel,
  sample: AttackedBatch,
  variants: Readonly<Record<string, Variant>>,
  { norm, epsilon, seed, indices, onProgress }: ExaminationOptions,
): Map<string, Bits> {
  const names = Object.keys(variants);
  return new Map(
    names.map((name, done) => {
      onProgress?.(name, done / names.length);
      const plan = { norm, epsilon, seed, indices, ...(variants[name] as Variant) };
      return [name, scope(() => attack(model, sample, plan).broken)];
    }),
  );
}
