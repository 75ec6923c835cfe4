import type { RobustnessRow, RobustnessTable } from "@selectivity-lab/assess";
import { describe, expect, test } from "vitest";
import { describeStatement } from "../../src/robustness/describe-statement.js";
import { testStatements } from "../../src/robustness/statements.js";
import { summarizeRobustness } from "../../src/robustness/summarize-robustness.js";

/** Noise that is the same each time: a fraction of a multiple of the golden ratio, centred. */
const noise = (i: number) => ((i * 0.618034) % 1) - 0.5;

interface Law {
  corrupted(selectivity: number, clean: number): number;
  attacked(selectivity: number, clean: number): number;
  clean?(selectivity: number): number;
}

/** Networks of 9 alphas and 5 seeds that obey a law, but for noise. */
function networks({ corrupted, attacked, clean = () => 0.9 }: Law): RobustnessTable {
  const rows = [-4, -3, -2, -1, 0, 1, 2, 3, 4].flatMap((alpha, a) =>
    [0, 1, 2, 3, 4].map((seed): RobustnessRow => {
      const i = 5 * a + seed;
      const selectivity = 0.3 + 0.05 * alpha + 0.01 * noise(i);
      const accuracy = clean(selectivity) + 0.01 * noise(i + 100) + 0.005 * seed;
      return {
        ...{ id: `${alpha} ${seed}`, alpha, seed, accuracy, label: "" },
        ...{ selectivity, liveSelectivity: selectivity, deadUnitsFraction: 0 },
        corruptions: {
          clean: { accuracy },
          metrics: { meanCorruptedAccuracy: corrupted(selectivity, accuracy) + 0.004 * noise(i + 200) },
        } as unknown as RobustnessRow["corruptions"],
        attacks: {
          clean: { accuracy },
          metrics: { areaUnderCurve: attacked(selectivity, accuracy) + 0.004 * noise(i + 300) },
        } as unknown as RobustnessRow["attacks"],
      };
    }),
  );
  return { run: { schema: 1, classes: 10, corruptions: null, attacks: null }, examples: null, rows };
}

const verdicts = (law: Law) => testStatements(networks(law)).map(({ verdict }) => verdict);

describe("statementsOf", () => {
  test("finds the slopes that are there, at equal clean accuracy", () => {
    const [corruptions, attacks] = testStatements(
      networks({ corrupted: (s, clean) => 0.5 * clean - 0.2 * s, attacked: (s, clean) => 0.3 * clean + 0.4 * s }),
    );
    expect(corruptions).toMatchObject({
      verdict: "supported",
      unit: "alpha",
      alphas: 9,
      degreesOfFreedom: 6,
      n: 45,
      seeds: 5,
    });
    expect(attacks).toMatchObject({ verdict: "supported" });
    expect(corruptions?.low).toBeLessThan(-0.2);
    expect(corruptions?.high).toBeGreaterThan(-0.2);
    expect(attacks?.low).toBeLessThan(0.4);
    expect(attacks?.high).toBeGreaterThan(0.4);
  });

  test("contradicts both claims where it is the other way round", () => {
    expect(verdicts({ corrupted: (s) => 0.4 + 0.2 * s, attacked: (s) => 0.4 - 0.4 * s })).toEqual([
      "contradicted",
      "contradicted",
    ]);
  });

  test("decides nothing where selectivity does not matter", () => {
    expect(verdicts({ corrupted: () => 0.5, attacked: () => 0.2 })).toEqual(["undecided", "undecided"]);
  });

  test("is not taken in where corrupted accuracy follows clean accuracy alone", () => {
    const clean = (s: number) => 0.95 - 0.3 * s;
    expect(
      verdicts({ clean, corrupted: (_, accuracy) => 0.6 * accuracy, attacked: (_, accuracy) => 0.2 * accuracy }),
    ).toEqual(["undecided", "undecided"]);
  });

  test("leaves networks near chance out, and says how many", () => {
    const clean = (s: number) => (s > 0.48 ? 0.1 : 0.9);
    const [corruptions] = testStatements(
      networks({ clean, corrupted: (s) => (s > 0.48 ? 0.1 : 0.7 - 0.2 * s), attacked: () => 0 }),
    );
    expect(corruptions).toMatchObject({ n: 40, nearChance: 5, verdict: "supported" });
    expect(describeStatement(corruptions as never)).toContain("Left out: 5 networks near chance.");
  });

  test("says so where there is too little to say anything", () => {
    const { run, rows, examples } = networks({ corrupted: () => 0.5, attacked: () => 0.2 });
    const [one] = testStatements({ run, examples, rows: rows.slice(0, 1) });
    expect(one).toMatchObject({ slope: null, low: null, p: null, verdict: "undecided", n: 1 });
    expect(describeStatement(one as never)).toBe("1 alpha, 1 network, 1 seed: too few, or too similar, to test.");
  });

  test("decides nothing from two seeds, whatever they are", () => {
    const table = networks({ corrupted: (s) => 0.7 - 0.2 * s, attacked: (s) => 0.4 * s });
    const two = testStatements({ ...table, rows: table.rows.filter(({ seed }) => (seed ?? 0) < 2) });
    expect(two.map(({ verdict, p, n }) => [verdict, (p ?? 1) < 0.05, n])).toEqual([
      ["undecided", true, 18],
      ["undecided", true, 18],
    ]);
    expect(describeStatement(two[0] as never)).toContain("Fewer than 3 networks per alpha: undecided");
  });

  test("takes one observation per alpha: copies of the networks change nothing", () => {
    const table = networks({ corrupted: (s) => 0.7 - 0.2 * s, attacked: () => 0.2 });
    const copies = table.rows.map((row) => ({ ...row, seed: (row.seed ?? 0) + 5 }));
    const [once] = testStatements(table);
    const [twice] = testStatements({ ...table, rows: [...table.rows, ...copies] });
    expect(twice?.n).toBe(90);
    for (const key of ["slope", "low", "high", "p"] as const)
      expect(twice?.[key]).toBeCloseTo(once?.[key] as number, 9);
  });

  test("gives the slope of each side, and decides nothing where they have opposite signs", () => {
    const tent = (s: number) => 0.4 - 0.4 * Math.abs(s - 0.3);
    const [, attacks] = testStatements(networks({ corrupted: () => 0.5, attacked: tent }));
    expect(attacks?.left?.slope).toBeCloseTo(0.4, 1);
    expect(attacks?.right?.slope).toBeCloseTo(-0.4, 1);
    expect(attacks?.bend?.p).toBeLessThan(0.001);
    expect(attacks?.verdict).toBe("undecided");
    expect(describeStatement(attacks as never)).toMatch(/^Two slopes, not one: they differ with p 0\.000/);
  });

  test("decides nothing where one line runs through a rise that is steeper than the fall", () => {
    const hook = (s: number) => (s < 0.3 ? 0.2 - 0.3 * (s - 0.3) : 0.2 + 1.5 * (s - 0.3));
    const [, attacks] = testStatements(networks({ corrupted: () => 0.5, attacked: hook }));
    expect(attacks?.low).toBeGreaterThan(0);
    expect(attacks?.verdict).toBe("undecided");
  });

  test("leaves out networks with mostly dead units, which pass for networks of low selectivity", () => {
    const table = networks({ corrupted: (s) => 0.7 - 0.2 * s, attacked: () => 0.2 });
    const silent = table.rows.map((row) =>
      row.alpha === 4 ? { ...row, selectivity: 0.02, liveSelectivity: 0.5, deadUnitsFraction: 0.9 } : row,
    );
    const [corruptions] = testStatements({ ...table, rows: silent });
    expect(corruptions).toMatchObject({ alphas: 8, alphaRange: { low: -4, high: 3 }, n: 40, mostlyDead: 5 });
    expect(corruptions?.verdict).toBe("supported");
    expect(describeStatement(corruptions as never)).toContain("Left out: 5 networks with mostly dead units.");
  });

  test("says what the slope is over the selectivity of live units, where some are dead", () => {
    const table = networks({ corrupted: (s) => 0.7 - 0.2 * s, attacked: () => 0.2 });
    const rows = table.rows.map((row) => ({ ...row, liveSelectivity: 2 * (row.selectivity ?? 0) }));
    const [corruptions] = testStatements({ ...table, rows });
    expect(corruptions?.liveSlope?.slope).toBeCloseTo((corruptions?.slope ?? 0) / 2, 9);
    expect(describeStatement(corruptions as never)).toContain("with the selectivity of live units −1.0");
  });

  test("holds the accuracy on the whole test split constant, not that on the evaluated images", () => {
    const table = networks({ corrupted: (s, clean) => 0.5 * clean - 0.2 * s, attacked: () => 0.2 });
    const rows = table.rows.map((row, i) => ({
      ...row,
      corruptions: { ...row.corruptions, clean: { accuracy: 0.5 + noise(i + 400) } },
    }));
    expect(testStatements({ ...table, rows: rows as never })[0]?.slope).toBe(testStatements(table)[0]?.slope);
  });

  test("adjusts p for the claims that were tested, and says so", () => {
    const table = networks({ corrupted: (s) => 0.7 - 0.2 * s, attacked: (s) => 0.4 * s });
    const [both] = testStatements(table);
    const [alone] = testStatements({ ...table, rows: table.rows.map((row) => ({ ...row, attacks: null })) });
    expect(both).toMatchObject({ family: 2, pAdjusted: 2 * (both?.p ?? Number.NaN) });
    expect(describeStatement(both as never)).toContain("adjusted for both statements");
    expect(alone).toMatchObject({ family: 1, pAdjusted: alone?.p });
    expect(describeStatement(alone as never)).not.toContain("adjusted");
  });

  test("is silent about what was not measured", () => {
    const { run, rows, examples } = networks({ corrupted: () => 0.5, attacked: () => 0.2 });
    const bare = rows.map((row) => ({ ...row, attacks: null }));
    expect(testStatements({ run, examples, rows: bare }).map(({ name }) => name)).toEqual(["corruptions"]);
  });
});

describe("summarizeRobustness", () => {
  test("takes differences within seeds", () => {
    const table = networks({ corrupted: (s, clean) => clean - s, attacked: () => 0.2 });
    const summaries = summarizeRobustness(table.rows);
    expect(summaries.map(({ alpha }) => alpha)).toEqual([-4, -3, -2, -1, 0, 1, 2, 3, 4]);
    expect(summaries[4]?.corruptedDifference).toBeNull();
    const difference = (seed: number) => {
      const of = (alpha: number) =>
        table.rows.find((row) => row.alpha === alpha && row.seed === seed)?.corruptions?.metrics
          .meanCorruptedAccuracy as number;
      return of(4) - of(0);
    };
    const expected = [0, 1, 2, 3, 4].map(difference).reduce((sum, value) => sum + value, 0) / 5;
    expect(summaries[8]?.corruptedDifference?.mean).toBeCloseTo(expected, 12);
  });
});
