/**
 * Accuracy under attack as single numbers: the area under the curve of accuracy against budget.
 *
 * @module
 */
import type { AttackAssessment, AttackSettings } from "./contracts.js";

/**
 * The area under accuracy against budget, from no budget to the largest, divided by that largest budget.
 *
 * This is the mean over images of the distance to their nearest known error, cut off at the largest budget and in units of it:
 * 0 if every image is misclassified without an attack, 1 if no attack ever succeeds.
 *
 * @param clean accuracy without an attack, at budget 0. @param curve by budget, ascending.
 * @example areaUnderCurve(1, [{ epsilon: 2, accuracy: 0 }]) // 0.5
 */
export function areaUnderCurve(
  clean: number,
  curve: readonly { readonly epsilon: number; readonly accuracy: number }[],
): number {
  let [area, before] = [0, { epsilon: 0, accuracy: clean }];
  for (const point of curve) {
    area += ((before.accuracy + point.accuracy) / 2) * (point.epsilon - before.epsilon);
    before = point;
  }
  return before.epsilon === 0 ? clean : area / before.epsilon;
}

/** Computes the metrics of a network's curve. */
export function computeAttackMetrics(clean: number, curve: AttackAssessment["curve"]): AttackAssessment["metrics"] {
  const area = areaUnderCurve(clean, curve);
  return { areaUnderCurve: area, ratio: clean === 0 ? null : area / clean };
}

/** Defines the metrics of {@link computeAttackMetrics} in words. */
export function defineAttackMetrics({ attacks, norm, epsilons, images }: AttackSettings) {
  const budgets = epsilons.map((epsilon) => formatBudget(epsilon, norm)).join(", ");
  return {
    accuracy: `share of the first ${images} test images that stay correctly classified under every attack within the ${norm} budget: the worst case per image over ${attacks.map(({ name }) => name).join(", ")}`,
    byAttack: "the same for each attack alone",
    areaUnderCurve: `area under accuracy against budget, straight lines between 0 and ${budgets}, divided by the largest budget: the mean distance to the nearest known error in units of that budget`,
    ratio: "areaUnderCurve / clean accuracy",
  };
}

/** Writes a budget as the literature does: "8/255" for the linf norm, "0.5" for l2. */
export function formatBudget(epsilon: number, norm: string): string {
  return norm === "linf" ? `${Number((255 * epsilon).toPrecision(6))}/255` : String(Number(epsilon.toPrecision(6)));
}
