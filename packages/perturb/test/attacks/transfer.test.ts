import { liveTensors, scope } from "@selectivity-lab/torch";
import { beforeAll, describe, expect, test } from "vitest";
import { attack } from "../../src/attacks/attack.js";
import type { AttackedBatch } from "../../src/attacks/engine/attack-state.js";
import type { AttackedModel } from "../../src/attacks/engine/attacked-model.js";
import { transferAttack } from "../../src/attacks/transfer.js";
import { changes, options, quarters, total, trainedNetwork } from "./support.js";

const IMAGES = 32;

let [target, source, batch]: [AttackedModel, AttackedModel, AttackedBatch] = [] as never;
beforeAll(() => {
  [target, source, batch] = [trainedNetwork(0).attacked, trainedNetwork(1).attacked, quarters(IMAGES, 5)];
});

describe.each([
  ["linf", 0.08],
  ["l2", 0.5],
] as const)("transferAttack in %s", (norm, epsilon) => {
  const plan = () => options({ attack: "pgd", norm, epsilon, images: IMAGES });
  const clean = () => total(scope(() => attack(target, batch, options({ epsilon: 0, images: IMAGES })).broken));

  test("breaks more than nothing does, and less than an attack on the target itself", () => {
    scope(() => {
      const proxy = total(transferAttack(source, target, batch, plan()).broken);
      expect(proxy).toBeGreaterThan(clean());
      expect(proxy).toBeLessThan(total(attack(target, batch, plan()).broken));
    });
  });

  test("from the target itself is a white-box attack that does not stop early", () => {
    scope(() => {
      const own = transferAttack(target, target, batch, plan()).broken;
      expect([...own]).toEqual([...attack(target, batch, plan()).broken]);
    });
  });

  test("stays within the budget, says truly what the target makes of it, and leaves no tensor behind", () => {
    const live = liveTensors();
    scope(() => {
      const { adversarial, broken } = transferAttack(source, target, batch, plan());
      for (const change of changes(adversarial, batch.images, norm)) expect(change).toBeLessThanOrEqual(epsilon + 1e-6);
      const wrong = target.logits(adversarial).argmax(1).ne(batch.labels).toTypedArray();
      expect([...broken]).toEqual(Array.from(wrong, Number));
    });
    expect(liveTensors()).toBe(live);
  });
});
