/** What each attack is worth on a network that has learned something, and what it does where gradients tell nothing. */

import { noGrad, operator, scope, type Tensor } from "@selectivity-lab/torch";
import { beforeAll, describe, expect, test } from "vitest";
import { attack } from "../../src/attacks/attack.js";
import type { AttackedBatch } from "../../src/attacks/engine/attack-state.js";
import { type AttackedModel, createAttackedModel } from "../../src/attacks/engine/attacked-model.js";
import { margins } from "../../src/attacks/engine/objectives.js";
import { changes, count, Network, options, plain, quarters, randomImages, total, trainedNetwork } from "./support.js";

const IMAGES = 64;

let [attacked, batch]: [AttackedModel, AttackedBatch] = [] as never;
let forward: (images: Tensor) => Tensor;
beforeAll(() => {
  const { model, attacked: trained } = trainedNetwork();
  [attacked, batch] = [trained, quarters(IMAGES, 5)];
  model.eval();
  forward = (images) => model.forward(images);
});

const broken = (name: string, norm: "linf" | "l2", epsilon: number, more = {}) =>
  scope(() => attack(attacked, batch, options({ attack: name, norm, epsilon, images: IMAGES, ...more })).broken);

describe.each([
  ["linf", 0.06],
  ["l2", 0.35],
] as const)("in %s", (norm, epsilon) => {
  test("the sample has something to break at this budget, and something that stands", () => {
    expect(total(broken("noise", norm, 0))).toBeLessThan(IMAGES / 10);
    expect(total(broken("pgd", norm, epsilon))).toBeGreaterThan(IMAGES / 4);
    expect(total(broken("pgd", norm, epsilon))).toBeLessThan(IMAGES);
  });

  test("noise breaks less than fgsm, fgsm no more than pgd, pgd no more than apgd", () => {
    const [noise, fgsm, pgd, ce] = ["noise", "fgsm", "pgd", "apgd-ce"].map((name) =>
      total(broken(name, norm, epsilon)),
    );
    expect(noise).toBeLessThan(fgsm as number);
    expect(fgsm).toBeLessThanOrEqual(pgd as number);
    expect(pgd).toBeLessThanOrEqual(ce as number);
  });

  test("apgd by targets breaks what apgd by the ratio breaks", () => {
    const [dlr, targeted] = ["apgd-dlr", "apgd-t"].map((name) => broken(name, norm, epsilon, { steps: 50 }));
    for (const [i, bit] of (dlr as Uint8Array).entries()) expect(targeted?.[i]).toBeGreaterThanOrEqual(bit);
  });

  test("pgd breaks image by image no less with more steps of the same size, or from another start as well", () => {
    const few = broken("pgd", norm, epsilon, { steps: 3, stepSize: epsilon / 4 });
    const many = broken("pgd", norm, epsilon, { steps: 12, stepSize: epsilon / 4 });
    const twice = broken("pgd", norm, epsilon, { steps: 3, stepSize: epsilon / 4, restarts: 2 });
    expect(total(many)).toBeGreaterThan(total(few));
    for (const [i, bit] of few.entries()) {
      expect(many[i]).toBeGreaterThanOrEqual(bit);
      expect(twice[i]).toBeGreaterThanOrEqual(bit);
    }
  });

  test("an undefended network falls to 0% as the budget grows", () => {
    const curve = [0.5, 1, 2, 8].map((factor) => total(broken("pgd", norm, factor * epsilon)));
    expect(curve).toEqual(curve.toSorted((a, b) => a - b));
    expect(curve.at(-1)).toBe(IMAGES);
  });
});

test("square breaks a network without gradients, which gradient attacks cannot", () => {
  const blind = createAttackedModel(new Network((images) => forward(round(images.mul(8)).div(8))), {
    mean: [0.5],
    std: [0.25],
    classes: 4,
  });
  scope(() => {
    const [random, climbing] = ["square", "fgsm"].map((name) =>
      total(
        attack(blind, batch, options({ attack: name, epsilon: 0.15, steps: name === "fgsm" ? 1 : 300, images: IMAGES }))
          .broken,
      ),
    );
    expect(random).toBeGreaterThan(IMAGES / 2);
    expect(climbing).toBeLessThan(IMAGES / 10);
  });
});

describe.each(["pgd", "fgsm", "apgd-ce", "apgd-dlr", "apgd-t"])("%s makes no NaN", (name) => {
  const images = randomImages([3, 1, 4, 4]);
  const classes = 5;
  const sum = (input: Tensor) => input.flatten(1).sum(1, true); // [N, 1]

  test.each<[string, (input: Tensor) => Tensor]>([
    [
      "of a constant network",
      (input) =>
        sum(input)
          .mul(0)
          .add(sum(input).mul(0).expand([3, classes])),
    ],
    ["of equal logits", (input) => sum(input).expand([3, classes])],
    ["of a saturated softmax", (input) => input.flatten(1).narrow(1, 0, classes).mul(1e6)],
    ["of slopes below the smallest normal number", (input) => input.flatten(1).narrow(1, 0, classes).mul(1e-39)],
    ["of logits cut off from the pixels", (input) => input.detach().flatten(1).narrow(1, 0, classes)],
  ])("%s", (_, network) => {
    for (const norm of ["linf", "l2"] as const)
      scope(() => {
        const attacked = plain(new Network((input) => network(input)), classes);
        const labels = attacked.logits(images).argmax(1);
        const plan = options({ attack: name, norm, epsilon: 0.1, images: 3, stopWhenBroken: false });
        const { adversarial, loss } = attack(attacked, { images, labels }, { ...plan, steps: name === "fgsm" ? 1 : 5 });
        expect(Array.from(adversarial.toTypedArray(), Number).every(Number.isFinite)).toBe(true);
        expect([...loss].every(Number.isFinite)).toBe(true);
        for (const change of changes(adversarial, images, norm)) expect(change).toBeLessThanOrEqual(0.1 + 1e-6);
      });
  });
});

test("without a gradient fgsm does not move", () => {
  scope(() => {
    const images = randomImages([2, 1, 4, 4]);
    const constant = plain(new Network((input) => input.flatten(1).narrow(1, 0, 3).mul(0)), 3);
    const labels = noGrad(() => constant.logits(images).argmax(1));
    const { adversarial } = attack(
      constant,
      { images, labels },
      options({ attack: "fgsm", indices: count(2), images: 2 }),
    );
    expect(adversarial.toArray()).toEqual(images.toArray());
    expect(margins(constant.logits(adversarial), labels).toArray()).toEqual([0, 0]);
  });
});

const round = operator("aten::round");
