/**
 * What a network's accuracy under attack comes to, in one number each.
 *
 * @module
 */
import type { AttackAssessment, AttackSettings } from "./contracts.js";

/**
 * The area under accuracy against budget, from no budget to the largest, divided by that largest budget.
 *
 * That is the mean over images of the distance to their nearest known error, cut off at the largest budget and in units
 * of it: 0 where every image is misclassified as it is, 1 where none ever is.
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

/** The metrics of a network's curve. */
export function attackMetrics(clean: number, curve: AttackAssessment["curve"]): AttackAssessment["metrics"] {
  const area = areaUnderCurve(clean, curve);
  return { areaUnderCurve: area, ratio: clean === 0 ? null : area / clean };
}

/** The names of {@link attackMetrics} in words. */
export function attackDefinitions({ attacks, norm, epsilons, images }: AttackSettings) {
  const budgets = epsilons.map((epsilon) => formatBudget(epsilon, norm)).join(", ");
  return {
    accuracy: `share of the first ${images} test images that are classified correctly and that none of the attacks breaks within the ${norm} budget: the worst case over ${attacks.map(({ name }) => name).join(", ")}, image by image`,
    byAttack: "the same for each attack by itself",
    areaUnderCurve: `area under accuracy against budget, straight lines between 0 and ${budgets}, divided by the largest budget: the mean distance to the nearest known error in units of that budget`,
    ratio: "areaUnderCurve / clean accuracy",
  };
}

/** A budget in the field's words: "8/255" of the linf norm, "0.5" of l2. */
export function formatBudget(epsilon: number, norm: string): string {
  return norm === "linf" ? `${Number((255 * epsilon).toPrecision(6))}/255` : String(Number(epsilon.toPrecision(6)));
}
