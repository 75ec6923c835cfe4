import type { RobustnessRow, RobustnessTable } from "@selectivity-lab/assess";
import { describe, expect, test } from "vitest";
import { createReportData } from "../../src/data/report-data.js";
import { describeCoverage, measureCoverage } from "../../src/robustness/coverage.js";
import { renderRobustness } from "../../src/sections/robustness.js";
import { evaluate, readExample } from "../figures/example.js";

const DONE = {} as never;
const row = (part: Partial<Pick<RobustnessRow, "corruptions" | "attacks">>) =>
  ({ corruptions: null, attacks: null, ...part }) as RobustnessRow;
const table = (rows: RobustnessRow[], run: object, unfinished = 0): RobustnessTable => ({
  ...{ rows, unfinished, examples: null },
  run: { schema: 1, classes: 10, corruptions: null, attacks: null, ...run } as RobustnessTable["run"],
});

describe("measureCoverage", () => {
  test("counts a network only once everything requested is done", () => {
    const rows = [row({ corruptions: DONE, attacks: DONE }), row({ corruptions: DONE }), row({})];
    const both = { corruptions: DONE, attacks: DONE };
    expect(measureCoverage(table(rows, both))).toEqual({ complete: false, assessed: 1, planned: 3 });
    expect(measureCoverage(table(rows, { corruptions: DONE }))).toEqual({ complete: false, assessed: 2, planned: 3 });
    expect(measureCoverage(table(rows.slice(0, 1), both))).toEqual({ complete: true, assessed: 1, planned: 1 });
  });

  test("counts trials that are not finished as planned", () => {
    const rows = [row({ corruptions: DONE })];
    expect(measureCoverage(table(rows, { corruptions: DONE }, 2))).toEqual({
      ...{ complete: false, assessed: 1, planned: 3 },
    });
  });
});

describe("describeCoverage", () => {
  test("is a sentence where networks are missing, and nothing where none is", () => {
    expect(describeCoverage({ complete: true, assessed: 3, planned: 3 })).toBeNull();
    expect(describeCoverage({ complete: false, assessed: 11, planned: 22 })).toMatch(
      /^Incomplete: 11 of 22 networks evaluated\. /,
    );
  });
});

describe("the section of the report", () => {
  const render = async (drop: number) => {
    const { table } = await readExample();
    const evaluated = evaluate(table);
    const rows = evaluated.rows.map((one, index) => (index < drop ? { ...one, attacks: null } : one));
    return renderRobustness(createReportData(table, { robustness: { ...evaluated, rows } }).robustness).text;
  };

  test("says so before the first verdict where a part of the networks was evaluated", async () => {
    const text = await render(5);
    const sentence = text.indexOf("Incomplete: 4 of 9 networks evaluated.");
    expect(sentence).toBeGreaterThan(0);
    expect(text.search(/supported|contradicted|undecided/)).toBeGreaterThan(sentence);
  });

  test("does not say so where all were", async () => {
    const text = await render(0);
    expect(text).toMatch(/class="verdict"/);
    expect(text).not.toContain("Incomplete");
  });
});
