import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../src/random/random.js";

describe("Random", () => {
  test("repeats itself from the same seed and stream", () => {
    const draw = () => {
      const random = new Random(7, "permutedLabels", 3);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    expect(draw()).toEqual(draw());
  });

  test("gives other numbers for another seed or stream", () => {
    const first = [
      new Random(0, "test"),
      new Random(1, "test"),
      new Random(0, "halves"),
      new Random(0, "permutedLabels", 0),
      new Random(0, "permutedLabels", 1),
    ].map((random) => random.uniform());
    expect(new Set(first).size).toBe(5);
  });

  test("draws integers evenly, below the bound", () => {
    const random = new Random(1, "test");
    const draws = Array.from({ length: 60_000 }, () => random.integer(6));
    const counts = [0, 1, 2, 3, 4, 5].map((face) => draws.filter((draw) => draw === face).length);
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(20.5); // 99.9% quantile of χ² with 5 degrees of freedom
  });

  test("stays in [0, 1) with mean 1/2", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
        const random = new Random(seed, "test");
        const values = Array.from({ length: 1000 }, () => random.uniform());
        expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(Math.abs(mean - 0.5)).toBeLessThan(6 / Math.sqrt(12 * 1000)); // six standard errors
      }),
    );
  });

  test.each([-1, 0.5, 2 ** 32, Number.NaN])("refuses the seed %d", (seed) => {
    expect(() => new Random(seed, "test")).toThrow(
      `Random: the seed must be an integer from 0 to 2³² − 1, got ${seed}.`,
    );
  });
});
