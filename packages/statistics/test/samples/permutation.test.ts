import { Random } from "@selectivity-lab/base";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { permuteValues } from "../../src/samples/permutation.js";

describe("permuted", () => {
  test("keeps every value, and the argument", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.nat(), (labels, seed) => {
        const before = [...labels];
        expect([...permuteValues(labels, new Random(seed, "test"))].sort()).toEqual([...labels].sort());
        expect(labels).toEqual(before);
      }),
    );
  });

  test("takes each of the 6 orders of three values equally often", () => {
    const random = new Random(0, "test");
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = permuteValues([1, 2, 3], random).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(20.5); // 99.9% quantile of χ² with 5 degrees of freedom
  });
});
