import type { AlphaSummary } from "@selectivity-lab/run";
import { estimateMean } from "@selectivity-lab/statistics";
import { describe, expect, test } from "vitest";
import { compareToControl } from "../../src/table/compare-to-control.js";
import { describeAdjusted, describeComparisons, describeEquivalence } from "../../src/table/describe-comparisons.js";

const summaries = (differences: Record<string, readonly number[]>): AlphaSummary[] =>
  Object.entries(differences)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([alpha, values]) => ({ alpha: Number(alpha), accuracyDifference: estimateMean(values) }) as AlphaSummary);
const small = [0.001, -0.002, 0.002, 0.001, -0.001, 0.0005, -0.0005, 0.001];
const large = small.map((difference) => difference - 0.05);

describe("compareToControl", () => {
  test("adjusts the p of sign flips for the alphas that were compared, and leaves out the control", () => {
    const { rows, fewestPairs } = compareToControl(summaries({ "-1": large, "0": [], "1": small }), null);
    expect(rows.map(({ alpha, pairs }) => [alpha, pairs])).toEqual([
      [-1, 8],
      [1, 8],
    ]);
    expect(rows[0]?.p).toBe(2 / 2 ** 8);
    expect(rows[0]?.pAdjusted).toBe(4 / 2 ** 8);
    expect(rows[0]?.equivalence).toBeNull();
    expect(fewestPairs).toBe(7); // 2 · 2 / 2⁷ = 0.031, and 0.0625 with six
  });

  test("says that a difference is within the margin where both one-sided tests say so, and not because none was found", () => {
    const noisy = small.map((difference) => 20 * difference);
    const { rows } = compareToControl(summaries({ "-1": large, "1": small, "2": noisy }), 0.01);
    expect(rows.map(({ equivalence }) => equivalence?.equivalent)).toEqual([false, true, false]);
    expect(rows[2]?.pAdjusted).toBeGreaterThan(0.05);
    expect(describeEquivalence(rows[1])).toMatch(/^yes \(p 0\.0/);
    expect(describeEquivalence(rows[2])).toMatch(/^not shown/);
  });

  test("does not test equivalence with fewer than five pairs, and gives no p that could not be small", () => {
    const comparisons = compareToControl(summaries({ "1": [0.001, 0.0011, 0.0012, 0.0013] }), 0.01);
    expect(comparisons.rows[0]?.equivalence).toBeNull();
    expect(describeEquivalence(comparisons.rows[0])).toBe("–");
    expect(describeAdjusted(comparisons.rows[0], comparisons)).toBe("–");
    expect(describeComparisons(comparisons)).toContain("4 pairs cannot bring it below 0.05; 6 pairs can.");
  });

  test("says that there is nothing to compare without a control", () => {
    expect(describeComparisons(compareToControl(summaries({ "1": [] }), null))).toBe(
      "No comparison with the control: no seed has both.",
    );
  });
});
