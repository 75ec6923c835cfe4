import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findCheckpoints } from "../../src/attacks/methods/checkpoints.js";
import { findWindowSide } from "../../src/attacks/methods/square.js";

describe("findCheckpoints of apgd", () => {
  test("are AutoAttack's for 100 iterations", () => {
    expect(findCheckpoints(100)).toEqual([22, 41, 57, 70, 80, 87, 93, 99]);
  });

  test("rise, end within the run, and come no slower as it goes on", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (steps) => {
        const places = findCheckpoints(steps);
        const gaps = places.map((place, i) => place - (places[i - 1] ?? 0));
        expect(places.at(-1)).toBeLessThanOrEqual(steps);
        expect(Math.min(...gaps)).toBeGreaterThan(0);
        expect(gaps).toEqual(gaps.toSorted((a, b) => b - a));
      }),
    );
  });
});

describe("windows of square", () => {
  const AFTER = [0, 11, 51, 201, 501, 1001, 2001, 4001];

  test.each([
    [32, [29, 20, 14, 10, 7, 5, 4, 3]],
    [64, [57, 40, 29, 20, 14, 10, 7, 5]],
  ])("shrink as AutoAttack's on images of %i pixels", (size, sides) => {
    expect(AFTER.map((query) => findWindowSide(query, size, size))).toEqual(sides);
  });

  test("fit images that are not square", () => {
    expect(findWindowSide(0, 4, 100)).toBe(4);
  });
});
