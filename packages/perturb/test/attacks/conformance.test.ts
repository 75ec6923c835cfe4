/** The contract of an attack, as one suite: every attack passes it, by every norm it knows. */

import { liveTensors, noGrad, scope, type Tensor, tensor } from "@selectivity-lab/torch";
import type { ImageModel } from "@selectivity-lab/vision";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type AttackResult, attack } from "../../src/attacks/attack.js";
import type { AttackProgress } from "../../src/attacks/engine/attack-plan.js";
import type { AttackedBatch } from "../../src/attacks/engine/attack-state.js";
import type { AttackedModel } from "../../src/attacks/engine/attacked-model.js";
import { AttackError } from "../../src/attacks/engine/error.js";
import { attackMethods } from "../../src/attacks/methods/methods.js";
import { changes, count, options, quarters, total, trainedNetwork } from "./support.js";

const IMAGES = 12;

let [model, attacked, batch]: [ImageModel, AttackedModel, AttackedBatch] = [] as never;
beforeAll(() => {
  ({ model, attacked } = trainedNetwork());
  batch = quarters(IMAGES, 5);
});

const values = (tensor: Tensor) => Array.from(tensor.toTypedArray(), Number);
const picked = (rows: readonly number[]): AttackedBatch => {
  const index = tensor(Int32Array.from(rows), { dtype: "int64" });
  return { images: batch.images.indexSelect(0, index), labels: batch.labels.indexSelect(0, index) };
};

const cases = attackMethods.flatMap(({ name, norms, random }) => norms.map((norm) => ({ name, norm, random })));

describe.each(cases)("$name in $norm", ({ name, norm, random }) => {
  /** Few steps: the contract does not depend on them. */
  const steps = { fgsm: 1, pgd: 6, square: 40, noise: 5 }[name] ?? 10;
  const plan = (epsilon: number, more = {}) => options({ attack: name, norm, epsilon, steps, images: IMAGES, ...more });
  const budget = norm === "linf" ? 0.05 : 0.4;

  test("stays within the budget and in 0..1", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: norm === "linf" ? 1 : 6, noNaN: true }), fc.boolean(), (epsilon, stop) =>
        scope(() => {
          const { adversarial } = attack(attacked, batch, plan(epsilon, { stopWhenBroken: stop }));
          for (const change of changes(adversarial, batch.images, norm))
            expect(change).toBeLessThanOrEqual(epsilon + 1e-6);
          expect(Math.min(...values(adversarial))).toBeGreaterThanOrEqual(0);
          expect(Math.max(...values(adversarial))).toBeLessThanOrEqual(1);
        }),
      ),
      { numRuns: 5 },
    );
  });

  test("changes nothing at a budget of 0", () => {
    scope(() => {
      const { adversarial, broken } = attack(attacked, batch, plan(0));
      expect(values(adversarial)).toEqual(values(batch.images));
      const wrong = attacked.logits(batch.images).argmax(1).ne(batch.labels);
      expect([...broken]).toEqual(values(wrong));
    });
  });

  test("says truly which images it broke, and lets them go", () => {
    scope(() => {
      const { adversarial, broken, loss, queries } = attack(attacked, batch, plan(budget));
      const wrong = attacked.logits(adversarial).argmax(1).ne(batch.labels);
      expect([...broken]).toEqual(values(wrong));
      expect([...loss].every(Number.isFinite)).toBe(true);
      const most = Math.max(...queries);
      if (total(broken) < IMAGES) for (const [i, bit] of broken.entries()) if (!bit) expect(queries[i]).toBe(most);
      for (const [i, asked] of queries.entries()) if (asked < most) expect(broken[i]).toBe(1);
    });
  });

  test("leaves network, images and labels as they were, and no tensor behind", () => {
    const before = [...model.stateDict().values()].map(values);
    const pixels = values(batch.images);
    const live = liveTensors();
    model.train();
    model.modules()[3]?.eval(); // a frozen part
    const modes = model.modules().map(({ training }) => training);
    noGrad(() => scope(() => void attack(attacked, batch, plan(budget))));
    expect(liveTensors()).toBe(live);
    expect([...model.stateDict().values()].map(values)).toEqual(before);
    expect(model.modules().map(({ training }) => training)).toEqual(modes);
    expect(model.parameters().every(({ requiresGrad }) => requiresGrad)).toBe(true);
    expect(values(batch.images)).toEqual(pixels);
    expect(batch.images.requiresGrad).toBe(false);
  });

  test("gives the same bits again, and others for another seed", () => {
    const bits = (seed: number) =>
      scope(() => values(attack(attacked, batch, plan(budget, { seed })).adversarial).join());
    expect(bits(1)).toBe(bits(1));
    if (random) expect(bits(1)).not.toBe(bits(2));
  });

  test("breaks the same images in any batch and order", () => {
    const whole = attack(attacked, batch, plan(budget));
    fc.assert(
      fc.property(fc.shuffledSubarray([...count(IMAGES)], { minLength: 1 }), (rows) =>
        scope(() => {
          const indices = Int32Array.from(rows);
          const part: AttackResult = attack(attacked, picked(rows), { ...plan(budget), indices });
          expect([...part.broken]).toEqual(rows.map((row) => whole.broken[row]));
          // Sums over another batch size round otherwise; float32 amplifies that in a few steps, where gradients are near 0.
          for (const [i, row] of rows.entries())
            expect(Math.abs((part.loss[i] as number) - (whole.loss[row] as number))).toBeLessThan(0.05);
        }),
      ),
      { numRuns: 5 },
    );
  });

  test("breaks no fewer with another restart", () => {
    if (!random) return;
    scope(() => {
      const [one, two] = [1, 2].map((restarts) => attack(attacked, batch, plan(budget / 2, { restarts })));
      for (const [i, bit] of (one as AttackResult).broken.entries()) {
        expect(two?.broken[i]).toBeGreaterThanOrEqual(bit);
        if (bit === two?.broken[i]) expect(two?.loss[i]).toBeGreaterThanOrEqual(one?.loss[i] as number);
      }
    });
  });

  test("tells how far it is", () => {
    const told: AttackProgress[] = [];
    scope(
      () => void attack(attacked, batch, plan(1e-4, { onProgress: (progress: AttackProgress) => told.push(progress) })),
    );
    expect(told.at(-1)).toMatchObject({ attack: name, restart: 0, restarts: 1, images: IMAGES });
    expect(told.at(-1)?.step).toBe(told.at(-1)?.steps);
  });
});

describe("attack refuses", () => {
  const attempt = (change: Partial<AttackedBatch>, more = {}) =>
    scope(() => attack(attacked, { ...batch, ...change }, options({ images: IMAGES, ...more })));

  test("images that are not in 0..1, or no images", () => {
    scope(() => {
      expect(() => attempt({ images: batch.images.mul(255) })).toThrow(
        /images must be in 0..1.*\n {2}to do: divide bytes by 255/,
      );
      expect(() => attempt({ images: batch.images.sub(0.5) })).toThrow(/do not normalize/);
      expect(() => attempt({ images: batch.images.mul(Number.NaN) })).toThrow("images must be in 0..1");
      expect(() => attempt({ images: batch.images.flatten(1) })).toThrow("images must be float32 [N ≥ 1, C, H, W]");
    });
  });

  test("labels that are no classes", () => {
    scope(() => {
      expect(() => attempt({ labels: batch.labels.add(1) })).toThrow("labels must be classes from 0 to 3, got 1 to 4");
      expect(() => attempt({ labels: batch.labels.to({ dtype: "int32" }) })).toThrow("labels must be int64 [12]");
      expect(() => attempt({ labels: batch.labels.narrow(0, 0, 3) })).toThrow("labels must be int64 [12]");
    });
  });

  test.each([
    [{ attack: "pgdd" }, 'There is no attack "pgdd". Did you mean "pgd"?'],
    [
      { epsilon: 8 },
      "pgd: epsilon must be at most 1, got 8.\n  to do: pixels are scaled to 0..1: for 8 levels of 255 write 8 / 255",
    ],
    [{ epsilon: -1 }, "pgd: epsilon must be 0 or more"],
    [{ epsilon: Number.NaN }, "pgd: epsilon must be 0 or more"],
    [{ steps: 0 }, "pgd: steps must be a whole number from 1 to"],
    [{ restarts: 1.5 }, "pgd: restarts must be a whole number"],
    [{ attack: "fgsm", restarts: 2 }, "fgsm: restarts must be 1 without random numbers"],
    [{ attack: "fgsm", steps: 2 }, "fgsm: steps must be 1"],
    [{ attack: "apgd-ce", stepSize: 0.1 }, "apgd-ce: stepSize must be left out"],
    [{ attack: "square", norm: "l2" as const }, "square: norm must be linf"],
    [{ seed: 0.5 }, "pgd: seed must be an integer"],
    [{ indices: Int32Array.of(1) }, "indices must be 12 numbers"],
  ])("%o", (more, message) => {
    expect(() => attempt({}, more)).toThrow(message);
    expect(() => attempt({}, more)).toThrow(AttackError);
  });
});
