import { describeCoverage, describeStatement, type RobustnessDocument } from "@selectivity-lab/lab";
import { describe, expect, test } from "vitest";
import { describeRobustness } from "../../src/text/robustness.js";

const statement: RobustnessDocument["statements"][number] = {
  name: "corruptions",
  claim: "Corrupted accuracy rises.",
  ...{ unit: "alpha", alphas: 11, alphaRange: { low: -5, high: 5 }, n: 55, seeds: 5 },
  ...{ nearChance: 0, mostlyDead: 0, family: 2, liveSlope: null },
  ...{ slope: -0.2, low: -0.3, high: -0.1, correlation: -0.8, p: 0.0159, pAdjusted: 0.0318 },
  ...{ degreesOfFreedom: 8, left: null, right: null, bend: null },
  verdict: "supported",
};
const row = { alpha: 0, n: 1, corruptedAccuracy: null, corruptedRatio: null, attackedArea: null };
const document = (coverage: Pick<RobustnessDocument, "complete" | "assessed" | "planned">): RobustnessDocument => ({
  ...{
    schema: 1,
    settings: { corruptions: null, attacks: null, severityTable: null },
    networks: [],
    statements: [statement],
    notes: [],
  },
  byAlpha: [
    { ...row, corruptedDifference: null, attackedDifference: null, liveSelectivity: null, deadUnitsFraction: null },
  ],
  ...coverage,
});
const describeSweep = (coverage: Parameters<typeof document>[0]) =>
  describeRobustness(document(coverage), "runs/s", { describeStatement, describeCoverage });

describe("a sweep of which a part was evaluated", () => {
  test("says so before the first verdict", () => {
    const text = describeSweep({ complete: false, assessed: 11, planned: 22 });
    expect(text).toMatch(/\n\nIncomplete: 11 of 22 networks evaluated\. [^\n]+\n\nsupported: /);
    expect(text.indexOf("supported")).toBeGreaterThan(text.indexOf("Incomplete"));
  });

  test("has no such sentence once all were", () => {
    expect(describeSweep({ complete: true, assessed: 22, planned: 22 })).not.toContain("Incomplete");
  });
});
