/**
 * Can an attack's result be trusted? Attacks a sample in many ways that must agree if gradients tell the truth.
 *
 * Networks with silent or saturated units look robust to attacks by gradient without being so; these checks are how such
 * masking shows. A warning is a reason to look closer, not a proof; passing all is no proof either.
 *
 * @module
 */

import { scope } from "@selectivity-lab/torch";
import { attack } from "../attack.js";
import type { AttackOptions } from "../engine/attack-options.js";
import type { AttackedBatch } from "../engine/attack-state.js";
import type { AttackedModel } from "../engine/attacked-model.js";
import { anyOf, type Bits } from "../engine/bits.js";
import { answerChecks } from "./answers.js";
import type { AttackCheck, ExaminationOptions } from "./check.js";
import {
  blackBoxCheck,
  budgetCheck,
  confidenceCheck,
  doublingCheck,
  iterativeCheck,
  unboundedCheck,
} from "./comparisons.js";
import { surfaceCheck } from "./loss-surface.js";

/** Steps of the attack with everything allowed. */
const UNBOUNDED_STEPS = 50;

/**
 * Examines a network on a sample, some hundred images, say.
 *
 * @returns one check for each sign of gradient masking. `square` is tried by linf only, the logit ratio with three classes.
 * @throws {@link AttackError} as {@link attack} does.
 */
export function checkAttacks(victim: AttackedModel, sample: AttackedBatch, options: ExaminationOptions): AttackCheck[] {
  const { norm, epsilon, steps = 20, apgdSteps = 50, queries = 300 } = options;
  const [, ...size] = sample.images.shape;
  const everything = norm === "linf" ? 1 : Math.sqrt(size.reduce((product, length) => product * length, 1));
  const pgd = { attack: "pgd", steps, stepSize: (2.5 * epsilon) / steps };
  const trials: Readonly<Record<string, Trial>> = {
    fgsm: { attack: "fgsm" },
    pgd,
    "pgd, twice the steps": { ...pgd, steps: 2 * steps },
    "pgd, two restarts": { ...pgd, restarts: 2 },
    "pgd, half the budget": { attack: "pgd", steps, epsilon: epsilon / 2 },
    "pgd, no bounds": { attack: "pgd", steps: UNBOUNDED_STEPS, epsilon: everything },
    "apgd-ce": { attack: "apgd-ce", steps: apgdSteps },
    ...(victim.classes >= 3 ? { "apgd-dlr": { attack: "apgd-dlr", steps: apgdSteps } } : {}),
    ...(norm === "linf" ? { square: { attack: "square", steps: queries } } : {}),
    noise: { attack: "noise", steps: queries },
  };
  const bits = brokenBy(victim, sample, trials, options);
  const of = (trial: string) => bits.get(trial) as Bits;
  const gradients = anyOf([...bits].filter(([trial]) => /^(pgd|apgd-ce|apgd-dlr)$/.test(trial)).map(([, one]) => one));
  return [
    ...answerChecks(victim, sample),
    surfaceCheck(victim, sample, options),
    iterativeCheck(of("fgsm"), of("pgd")),
    doublingCheck("steps", of("pgd"), of("pgd, twice the steps")),
    doublingCheck("restarts", of("pgd"), of("pgd, two restarts")),
    budgetCheck(of("pgd, half the budget"), of("pgd")),
    unboundedCheck(of("pgd, no bounds"), everything),
    ...(bits.has("apgd-dlr") ? [confidenceCheck(of("apgd-ce"), of("apgd-dlr"))] : []),
    ...["square", "noise"].filter((name) => bits.has(name)).map((name) => blackBoxCheck(name, of(name), gradients)),
  ];
}

/** What a trial is told beside what all are. */
type Trial = Pick<AttackOptions, "attack" | "steps" | "restarts"> & { epsilon?: number; stepSize?: number };

/** The bits of every trial, by its name. */
function brokenBy(
  victim: AttackedModel,
  sample: AttackedBatch,
  trials: Readonly<Record<string, Trial>>,
  { norm, epsilon, seed, indices, onProgress }: ExaminationOptions,
): Map<string, Bits> {
  const names = Object.keys(trials);
  return new Map(
    names.map((name, done) => {
      onProgress?.(name, done / names.length);
      const plan = { norm, epsilon, seed, indices, ...(trials[name] as Trial) };
      return [name, scope(() => attack(victim, sample, plan).broken)];
    }),
  );
}
