import { Random } from "@selectivity-lab/base";
import { tInterval } from "@selectivity-lab/statistics";
import { describe, expect, test } from "vitest";
import { firstSeeds, parseStoppingRule, widthText, withNextSeeds } from "../../src/stopping/rule.js";

describe("parseStoppingRule", () => {
  test.each([
    ["width(accuracy@alpha) < 0.5pp", { outcome: "accuracy", alpha: null, width: 0.005 }],
    ["width(accuracy@alpha)<0.01", { outcome: "accuracy", alpha: null, width: 0.01 }],
    [" WIDTH( accuracyDifference @ -1 ) < 1 pp ", { outcome: "accuracyDifference", alpha: -1, width: 0.01 }],
    ["width(selectivity@0.5) < 2e-2", { outcome: "selectivity", alpha: 0.5, width: 0.02 }],
  ])("reads %j", (text, rule) => {
    expect(parseStoppingRule(text)).toMatchObject({ ...rule, maxSeeds: 20 });
    expect(parseStoppingRule(parseStoppingRule(text).rule)).toEqual(parseStoppingRule(text));
  });

  test.each([
    ["accuracy < 0.5pp", 'is not a stopping rule\n  to do: write it in the form "width(accuracy@alpha) < 0.5pp"'],
    ["width(accuracy@alpha) > 0.5pp", "is not a stopping rule"],
    ["width(acuracy@alpha) < 0.5pp", 'there is no outcome "acuracy"; did you mean "accuracy"?'],
    ["width(x@alpha) < 0.5pp", 'there is no outcome "x"; outcomes are accuracy, accuracyDifference, selectivity'],
    ["width(selectivity@alpha) < 1pp", 'the unit of selectivity is not "pp"; expected: no unit, because it is 0..1'],
    ["width(accuracy@alpha) < 1%", 'the unit of accuracy is not "%"; expected: pp'],
    ["width(accuracy@--1) < 1pp", '"--1" is not an alpha'],
    ["width(accuracy@alpha) < 0pp", "expected a width above 0, received 0"],
  ])("refuses %j", (text, complaint) => {
    expect(() => parseStoppingRule(text)).toThrow(complaint);
  });

  test("refuses fewer seeds than its first look needs", () => {
    expect(() => parseStoppingRule("width(accuracy@alpha) < 1pp", 3)).toThrow(
      "expected at least 5 seeds for the first look, received at most 3",
    );
  });
});

describe("firstSeeds", () => {
  const rule = parseStoppingRule("width(accuracy@alpha) < 1pp", 6);
  test("are those asked for, and as many more as the first look needs", () => {
    expect(firstSeeds({ alpha: [0], seed: [3, 1] }, rule)).toEqual([3, 1, 4, 5, 6]);
    expect(firstSeeds({ alpha: [0], seed: [0, 1, 2, 3, 4, 5] }, rule)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(withNextSeeds([7], 1)).toEqual([7]);
  });

  test.each<[string, number[], number, string]>([
    ["width(accuracy@2) < 1pp", [0, 1], 0, "alpha 2 is not an alpha of the sweep; its alphas are 0, 1"],
    [
      "width(accuracyDifference@alpha) < 1pp",
      [1, 2],
      0,
      "a difference from the control needs alpha 0 and another alpha",
    ],
    ["width(accuracyDifference@alpha) < 1pp", [0], 0, "a difference from the control needs alpha 0 and another alpha"],
  ])("refuses %j for alphas %j", (text, alpha, seed, complaint) => {
    expect(() => firstSeeds({ alpha, seed }, parseStoppingRule(text))).toThrow(complaint);
  });

  test("refuses to begin with more than there may be", () => {
    expect(() => firstSeeds({ alpha: 0, seed: [0, 1, 2, 3, 4, 5, 6] }, rule)).toThrow(
      "at most 6 seeds, but the sweep starts with 7",
    );
  });
});

test("a width is written in the unit of its outcome", () => {
  expect(widthText({ outcome: "accuracy" }, 0.00512)).toBe("0.51 pp");
  expect(widthText({ outcome: "selectivity" }, 0.00512)).toBe("0.0051");
});

/**
 * What docs/sweeps.md and the report say of intervals that were looked at until they were narrow. 4,000 sweeps each of one alpha,
 * normal data, at most 20 seeds: a share of 0.92 is then known to ±0.004 (one standard error), and the bounds are 4 of these wide.
 */
test.each([
  [5, 1, 0.92],
  [5, 2, 0.944],
  [2, 1, 0.878],
])("begun with %i seeds, for a width of %f standard deviations, %f of the intervals hold", (first, width, expected) => {
  const random = new Random(7, "test");
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  let held = 0;
  for (let sweep = 0; sweep < 4000; sweep++) {
    const values = Array.from({ length: first }, normal);
    let interval = tInterval(values);
    while (interval.high - interval.low >= width && values.length < 20) {
      values.push(normal());
      interval = tInterval(values);
    }
    held += Number(interval.low <= 0 && 0 <= interval.high);
  }
  expect(Math.abs(held / 4000 - expected)).toBeLessThan(0.018);
});
