import { scope, type Tensor, zeros } from "@selectivity-lab/torch";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AttackRandom } from "../../../src/attacks/budgets/attack-random.js";
import { createBall } from "../../../src/attacks/budgets/create-ball.js";

const MOMENT = { seed: 7, attack: 2, restart: 0, step: 0 };
const numbers = (values: Tensor) => Array.from(values.toTypedArray(), Number);
const draws = (indices: number[], moment = MOMENT, size = [1, 5, 5]) =>
  new AttackRandom(moment, Int32Array.from(indices), zeros([indices.length, ...size]));

describe("Draws", () => {
  test("gives an image the same numbers whatever else is in the batch", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(1e6), { minLength: 1, maxLength: 6 }), (indices) =>
        scope(() => {
          for (const kind of ["uniform", "normal", "share"] as const) {
            const together = draws(indices)[kind]();
            for (const [i, index] of indices.entries())
              expect(numbers(draws([index])[kind]())).toEqual(numbers(together.narrow(0, i, 1)));
          }
        }),
      ),
      { numRuns: 20 },
    );
  });

  test("gives others for another seed, attack, restart, step or image", () => {
    const first = (moment: typeof MOMENT, index = 3) => scope(() => numbers(draws([index], moment).uniform()).join());
    const all = [
      first(MOMENT),
      first(MOMENT, 4),
      first({ ...MOMENT, seed: 8 }),
      first({ ...MOMENT, attack: 3 }),
      first({ ...MOMENT, restart: 1 }),
      first({ ...MOMENT, step: 1 }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  // 100,000 numbers: a mean of standard deviation s is off by at most 5 s / √100,000, once in two million seeds.
  test.each([
    ["uniform", 1 / Math.sqrt(3)],
    ["normal", 1],
  ] as const)("%s has mean 0 and the right spread", (kind, deviation) => {
    scope(() => {
      const values = numbers(draws([0, 1, 2, 3], MOMENT, [1, 250, 100])[kind]());
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const spread = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
      expect(Math.abs(mean)).toBeLessThan((5 * deviation) / Math.sqrt(values.length));
      expect(Math.abs(spread - deviation)).toBeLessThan((5 * deviation) / Math.sqrt(values.length));
    });
  });
});

describe("starting points", () => {
  const images = Array.from({ length: 400 }, (_, index) => index);

  test("are uniform in the l2 ball: half of them within 2^(-1/d) of the radius", () => {
    scope(() => {
      const change = createBall("l2", 2).inside(draws(images, MOMENT, [1, 1, 3]));
      const lengths = numbers(change.square().sum([1, 2, 3]).sqrt());
      const within = lengths.filter((length) => length <= 2 * 0.5 ** (1 / 3)).length;
      expect(Math.max(...lengths)).toBeLessThanOrEqual(2 + 1e-6);
      expect(Math.abs(within - 200)).toBeLessThan(50); // 5 standard deviations of a binomial
    });
  });

  test("of apgd lie on the surface", () => {
    scope(() => {
      const linf = createBall("linf", 0.1).surface(draws(images)).abs().amax([1, 2, 3]);
      const l2 = createBall("l2", 0.1).surface(draws(images)).square().sum([1, 2, 3]).sqrt();
      for (const length of [...numbers(linf), ...numbers(l2)]) expect(Math.abs(length - 0.1)).toBeLessThan(1e-7);
    });
  });
});
