/** The checks pass an honest network, and each is tripped by a network that hides its gradient on purpose. */

import { Generator, operator, randn, scope, type Tensor } from "@selectivity-lab/torch";
import { beforeAll, describe, expect, test } from "vitest";
import type { AttackCheck } from "../../src/attacks/checks/check.js";
import { checkAttacks } from "../../src/attacks/checks/check-attacks.js";
import { measureLossSurface } from "../../src/attacks/checks/loss-surface.js";
import { createAttackedModel } from "../../src/attacks/engine/attacked-model.js";
import { count, Network, quarters, trainedNetwork } from "./support.js";

const IMAGES = 32;
const OPTIONS = { norm: "linf", epsilon: 0.06, seed: 1, indices: count(IMAGES), queries: 150, apgdSteps: 30 } as const;

let forward: (images: Tensor) => Tensor;
beforeAll(() => {
  const { model } = trainedNetwork();
  model.eval();
  forward = (images) => model.forward(images);
});

const disguised = (network: (images: Tensor) => Tensor) =>
  createAttackedModel(new Network(network), { mean: [0.5], std: [0.25], classes: 4 });

function warnings(network: (images: Tensor) => Tensor, more = {}): string[] {
  return scope(() => checkAttacks(disguised(network), quarters(IMAGES, 5), { ...OPTIONS, ...more }))
    .filter(({ verdict }) => verdict === "warn")
    .map(({ name }) => name);
}

describe("examineVictim", () => {
  test.each([
    ["linf", 0.06],
    ["l2", 0.5],
  ] as const)("passes an honest network in %s", (norm, epsilon) => {
    expect(warnings((images) => forward(images), { norm, epsilon })).toEqual([]);
  });

  test("is warned of too few steps, where twice as many break more", () => {
    expect(warnings((images) => forward(images), { norm: "l2", epsilon: 0.35, steps: 2 })).toContain("doubling-steps");
  });

  test("says what it looked at, with numbers that are shares or finite", () => {
    const checks: AttackCheck[] = scope(() =>
      checkAttacks(
        disguised((images) => forward(images)),
        quarters(IMAGES, 5),
        OPTIONS,
      ),
    );
    expect(checks.map(({ name }) => name)).toEqual([
      "softmax-output",
      "randomised",
      "zero-gradient",
      "saturated-loss",
      "loss-surface",
      "iterative-beats-single-step",
      "doubling-steps",
      "doubling-restarts",
      "larger-budget-breaks-more",
      "unbounded-reaches-zero",
      "confidence-hides-nothing",
      "square-does-not-beat-gradients",
      "noise-does-not-beat-gradients",
    ]);
    for (const { numbers, finding } of checks) {
      expect(Object.values(numbers).every(Number.isFinite)).toBe(true);
      expect(finding).not.toMatch(/NaN|undefined/);
    }
  });

  test("is warned of logits a thousand times too large, which only the logit ratio sees through", () => {
    expect(warnings((images) => forward(images).mul(1000))).toEqual(
      expect.arrayContaining(["zero-gradient", "saturated-loss", "confidence-hides-nothing"]),
    );
  });

  test("is warned of an input in few levels, through which no gradient comes", () => {
    expect(warnings((images) => forward(round(images.mul(6)).div(6)), { epsilon: 0.12 })).toEqual(
      expect.arrayContaining(["zero-gradient", "loss-surface", "square-does-not-beat-gradients"]),
    );
  });

  test("is warned of probabilities in the place of logits", () => {
    expect(warnings((images) => forward(images).softmax(1))).toContain("softmax-output");
  });

  test("is warned of random answers", () => {
    const generator = new Generator(1);
    expect(warnings((images) => forward(images.add(randn(images.shape, generator).mul(0.3))))).toContain("randomised");
  });
});

test("measureLossSurface starts at the margin of the images, and rises along the gradient of an honest network", () => {
  scope(() => {
    const attacked = disguised((images) => forward(images));
    const { distances, alongGradient, alongRandom } = measureLossSurface(attacked, quarters(IMAGES, 5), OPTIONS);
    expect(distances[0]).toBe(0);
    expect(distances.at(-1)).toBe(OPTIONS.epsilon);
    expect(alongGradient[0]).toEqual(alongRandom[0]);
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const means = alongGradient.map(mean);
    expect(means).toEqual(means.toSorted((a, b) => a - b));
    expect(means.at(-1)).toBeGreaterThan(mean(alongRandom.at(-1) as Float64Array));
  });
});

const round = operator("aten::round");
