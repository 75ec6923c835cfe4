import { scope } from "@selectivity-lab/torch";
import { beforeAll, describe, expect, test } from "vitest";
import { attack } from "../../src/attacks/attack.js";
import { attackCurve, type CurveOptions, type CurveProgress } from "../../src/attacks/curve.js";
import type { AttackedBatch } from "../../src/attacks/engine/attack-state.js";
import type { AttackedModel } from "../../src/attacks/engine/attacked-model.js";
import { count, options, quarters, total, trainedNetwork } from "./support.js";

const IMAGES = 24;
const EPSILONS = [0.08, 0, 0.03];

let [attacked, other, batch]: [AttackedModel, AttackedModel, AttackedBatch] = [] as never;
beforeAll(() => {
  [attacked, other, batch] = [trainedNetwork(0).attacked, trainedNetwork(1).attacked, quarters(IMAGES, 5)];
});

const curve = (more: Partial<CurveOptions> = {}) =>
  attackCurve(attacked, batch, {
    attacks: [{ attack: "fgsm" }, { attack: "pgd", steps: 8 }, { attack: "pgd", steps: 8, source: other }],
    norm: "linf",
    epsilons: EPSILONS,
    seed: 1,
    indices: count(IMAGES),
    ...more,
  });

describe("attackCurve", () => {
  test("goes from the smallest budget to the largest, and never back up, for any attack and any image", () => {
    const results = curve();
    expect(results.map(({ epsilon }) => epsilon)).toEqual([0, 0.03, 0.08]);
    for (const [i, { byAttack }] of results.slice(1).entries())
      for (const [which, bits] of byAttack.entries())
        for (const [image, bit] of bits.entries())
          expect(bit).toBeGreaterThanOrEqual(results[i]?.byAttack[which]?.[image] as number);
    expect(total(results[2]?.broken as Uint8Array)).toBeGreaterThan(total(results[0]?.broken as Uint8Array));
  });

  test("takes the worst case image by image, not the better average", () => {
    for (const { broken, byAttack } of curve())
      for (const [image, bit] of broken.entries())
        expect(bit).toBe(Math.max(...byAttack.map((bits) => bits[image] as number)));
  });

  test("agrees with single attacks where a smaller budget has broken nothing", () => {
    const [result] = curve({ epsilons: [0.03] });
    const single = scope(() =>
      attack(attacked, batch, options({ attack: "pgd", epsilon: 0.03, steps: 8, images: IMAGES })),
    );
    expect(result?.byAttack[1]).toEqual(single.broken);
  });

  test("breaks the same images in batches of any size, and tells how far it is", () => {
    const told: CurveProgress[] = [];
    const inFives = curve({ batchSize: 5, onProgress: (progress) => told.push(progress) });
    expect(inFives.map(({ broken }) => [...broken])).toEqual(curve().map(({ broken }) => [...broken]));
    expect(new Set(told.map(({ epsilon }) => epsilon))).toEqual(new Set(EPSILONS));
    expect(Math.max(...told.map(({ imagesDone }) => imagesDone))).toBeGreaterThan(0);
  });

  test("refuses empty lists", () => {
    expect(() => curve({ epsilons: [] })).toThrow("attackCurve: expected at least one attack and one budget");
    expect(() => curve({ attacks: [] })).toThrow("attackCurve: expected at least one attack and one budget");
  });
});
