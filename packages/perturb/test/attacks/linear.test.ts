/** Attacks on a linear network, where the best attack is known: the margin falls by ε‖w‖₁ within linf, ε‖w‖₂ within l2. */

import { full, scope, tensor } from "@selectivity-lab/torch";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attack } from "../../src/attacks/attack.js";
import { margins } from "../../src/attacks/engine/objectives.js";
import { LinearNetwork, options, plain } from "./support.js";

const SIDE = 3;

/** Grey images stay clear of 0 and 1 at these budgets, so that only the ball binds. */
const grey = () => full([2, 1, SIDE, SIDE], 0.5);
const weight = fc.double({ min: 0.1, max: 2, noNaN: true }).chain((size) => fc.constantFrom(size, -size));
const weights = fc.array(weight, { minLength: SIDE * SIDE, maxLength: SIDE * SIDE });
const epsilons = fc.double({ min: 0, max: 0.3, noNaN: true });

/** Labels 0 and 1: one image of each class, attacked in opposite directions. */
function marginsAfter(name: string, norm: "linf" | "l2", values: number[], epsilon: number, steps?: number) {
  return scope(() => {
    const attacked = plain(new LinearNetwork(values, 0), 2);
    const [images, labels] = [grey(), tensor([0, 1], { dtype: "int64" })];
    const plan = { attack: name, norm, epsilon, steps, randomStart: name !== "pgd", stopWhenBroken: false, images: 2 };
    const { adversarial } = attack(attacked, { images, labels }, options(plan));
    const change = margins(attacked.logits(adversarial), labels).sub(margins(attacked.logits(images), labels));
    return Array.from(change.toTypedArray(), Number);
  });
}

const length = {
  linf: (values: number[]) => values.reduce((sum, value) => sum + Math.abs(value), 0),
  l2: (values: number[]) => Math.hypot(...values),
};

describe.each(["linf", "l2"] as const)("within %s, on a linear network", (norm) => {
  // float32: pixels near 0.5 are rounded at 3e-8 each, nine of them weigh up to 2.
  const TOLERANCE = 1e-5;

  test.each(["fgsm", "pgd", "apgd-ce"])(
    "%s raises the margin by epsilon times the dual norm of the weights",
    (name) => {
      fc.assert(
        fc.property(weights, epsilons, (values, epsilon) => {
          const best = epsilon * length[norm](values);
          // Within l2 APGD is still on its way round the ball: a thousandth of the way up is left.
          const left = name === "apgd-ce" && norm === "l2" ? 1e-3 * best : 0;
          for (const change of marginsAfter(name, norm, values, epsilon))
            expect(Math.abs(change - best)).toBeLessThan(TOLERANCE + left);
        }),
        { numRuns: 15 },
      );
    },
  );

  test("noise raises it by no more", () => {
    fc.assert(
      fc.property(weights, epsilons, (values, epsilon) => {
        for (const change of marginsAfter("noise", norm, values, epsilon, 5))
          expect(change).toBeLessThanOrEqual(epsilon * length[norm](values) + TOLERANCE);
      }),
      { numRuns: 15 },
    );
  });
});

test("square reaches the best margin of linf when its windows have become single pixels", () => {
  const values = [1, -0.5, 0.25, -2, 1, 0.75, -1, 0.5, 2];
  for (const change of marginsAfter("square", "linf", values, 0.1, 1500)) expect(change).toBeCloseTo(0.9, 5);
});
