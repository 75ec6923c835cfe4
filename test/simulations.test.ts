/**
 * Error rates and coverage of what the lab concludes, by simulation: a few cases of each with every test run, and many for
 * docs/statistics.md:
 *
 *     SIMULATE=600 npx vitest run test/simulations.test.ts -t records     writes test/reference/simulations.json and the tables of the page
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMPARISON_SCENARIOS, simulateComparisons } from "./simulations/comparisons.js";
import { allowUpTo } from "./simulations/draw.js";
import { coverMean, INTERVAL_SCENARIOS } from "./simulations/intervals.js";
import { fillTables } from "./simulations/render.js";
import { type Results, resultsSchema } from "./simulations/results.js";
import { STATEMENT_SCENARIOS, simulateScenario } from "./simulations/statement-scenarios.js";

const FILE = join(import.meta.dirname, "reference/simulations.json");
const PAGE = join(import.meta.dirname, "../docs/statistics.md");
const many = Number(process.env.SIMULATE ?? 0);
const HOURS = 7_200_000;

describe("statements about robustness", () => {
  test.each([
    { law: "no slope", seeds: 10, alphas: 6 },
    { law: "no slope", seeds: 3, alphas: 6 },
    { law: "opposite slopes", seeds: 5, alphas: 7, left: 0.39, right: -0.23 },
  ])("are wrong in no more than 5% of sweeps: $law, $seeds seeds", (scenario) => {
    const cases = 60;
    const { supported, contradicted, slopeCovered } = simulateScenario(scenario, cases, 1);
    expect(supported + contradicted).toBeLessThanOrEqual(allowUpTo(0.05, cases));
    if (slopeCovered !== null) expect(1 - slopeCovered).toBeLessThanOrEqual(allowUpTo(0.05, cases));
  });

  test("never decide from two seeds", () => {
    const { supported, contradicted } = simulateScenario({ law: "", seeds: 2, left: -1, right: -1, alphas: 6 }, 10, 1);
    expect([supported, contradicted]).toEqual([0, 0]);
  });

  test("find a strong slope", () => {
    const strong = { law: "", seeds: 5, left: -0.38, right: -0.38, conditionSd: 0.01 }; // 100% of 600 are recorded
    expect(simulateScenario(strong, 20, 1).supported).toBeGreaterThan(0.8);
  });
});

describe("intervals of means", () => {
  test.each(INTERVAL_SCENARIOS.filter(({ law }) => law === "differences" || law.startsWith("shares near 0.5")))(
    "contain the mean in 95% of samples: $law, $n networks",
    (scenario) => {
      const cases = 2000;
      expect(1 - coverMean(scenario, cases, 1)).toBeLessThanOrEqual(allowUpTo(0.05, cases));
    },
  );
});

describe("comparisons with the control", () => {
  test("find a difference, or equivalence at the margin itself, in no more than 5% of sweeps", () => {
    const [cases, pairs] = [100, 10];
    const none = simulateComparisons({ law: "", pairs, own: 0, others: 0 }, cases, 1);
    const margin = simulateComparisons({ law: "", pairs, own: 1, others: 1 }, cases, 1);
    expect(none.anyDiffers).toBeLessThanOrEqual(allowUpTo(0.05, cases));
    expect(margin.anyEquivalent).toBeLessThanOrEqual(allowUpTo(0.05, cases));
  });
});

describe("docs/statistics.md", () => {
  test("shows the recorded results", () => {
    const page = readFileSync(PAGE, "utf8");
    expect(page).toBe(fillTables(page, readResults()));
  });
});

test.runIf(many > 0)(
  "simulates statements, and records them",
  () => {
    const statements = STATEMENT_SCENARIOS.map((scenario, index) => simulateScenario(scenario, many, 100 + index));
    record({ statements: { cases: many, rows: statements } });
  },
  HOURS,
);

test.runIf(many > 0)("simulates intervals, and records them", () => {
  const cases = 20_000;
  const rows = INTERVAL_SCENARIOS.map((scenario, index) => {
    const { law, n } = scenario;
    return { law, n, covered: coverMean(scenario, cases, 200 + index) };
  });
  record({ intervals: { cases, rows } });
});

test.runIf(many > 0)(
  "simulates comparisons, and records them",
  () => {
    const rows = COMPARISON_SCENARIOS.map((scenario, index) => {
      const { law, pairs } = scenario;
      return { law, pairs, ...simulateComparisons(scenario, many, 300 + index) };
    });
    record({ comparisons: { cases: many, rows } });
  },
  HOURS,
);

/** Replaces a part of the recorded results, and the tables of the page. */
function record(part: Partial<Results>): void {
  const results = { ...readResults(), ...part };
  writeFileSync(FILE, `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(PAGE, fillTables(readFileSync(PAGE, "utf8"), results));
}

function readResults(): Results {
  return resultsSchema.parse(JSON.parse(readFileSync(FILE, "utf8")));
}
