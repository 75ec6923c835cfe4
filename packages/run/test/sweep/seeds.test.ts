import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeReport } from "@selectivity-lab/report";
import { beforeAll, describe, expect, test } from "vitest";
import { checksums, temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, recipeWith } from "../../../testing/src/trials.js";
import { listAlphas, listSeeds } from "../../src/recipe/schema.js";
import type { StoppingRule } from "../../src/records/stopping-rule.js";
import { judgeStopping } from "../../src/stopping/judge.js";
import { parseStoppingRule } from "../../src/stopping/rule.js";
import { runSweep, type SweepOptions } from "../../src/sweep/run-sweep.js";
import { resolveExtent, stoppingText } from "../../src/sweep/seeds.js";

const home = temporaryFolder();
beforeAll(() => writeTinyImages(join(home, "data")));

const recipe = (changes: object = {}) =>
  recipeWith({ model: "mlp", modelOptions: { widths: [8] }, epochs: 1, alpha: [0, 1], seed: [0, 1], ...changes });
const NEVER_HOLDS = "width(accuracy@alpha) < 0.000001pp";
const HOLDS_AT_ONCE = "width(selectivity@alpha) < 10";

function sweep(
  name: string,
  rule?: StoppingRule,
  { changes = {}, ...options }: Partial<SweepOptions> & { changes?: object } = {},
) {
  const lines: string[] = [];
  const run = runSweep(
    { name: "tiny", recipe: recipe(changes) },
    {
      ...{ folder: join(home, name), dataDirs: [join(home, "data")], jobs: 2, stop: never, until: rule },
      notify: (line) => lines.push(line),
      ...options,
    },
  );
  return run.then((table) => ({ table, lines }));
}

describe("a sweep with a rule", () => {
  test("begins with five seeds, adds one at a time, and stops where it must", async () => {
    const { table, lines } = await sweep("spent", parseStoppingRule(NEVER_HOLDS, 7));
    expect(table.sweep).toMatchObject({
      seeds: [0, 1, 2, 3, 4, 5, 6],
      recipe: { seed: [0, 1, 2, 3, 4, 5, 6] },
      until: { rule: NEVER_HOLDS, firstSeeds: [0, 1, 2, 3, 4], maxSeeds: 7 },
    });
    expect(table.rows.map(({ state }) => state)).toEqual(Array(14).fill("done"));
    const added = lines.filter((line) => line.includes("adding seed"));
    expect(added).toHaveLength(2);
    expect(added[0]).toMatch(
      /^widest 95% interval of accuracy: \d+\.\d\d pp, at alpha [01] \(n = 5\); wanted below 0\.00 pp; adding seed 5$/,
    );
    expect(judgeStopping(table)).toMatchObject({ satisfied: false, spent: true, widest: { n: 7 } });
  });

  test("has the same rule and the same bytes when it goes on, by whatever words", async () => {
    const stop = new AbortController();
    const interrupted = await sweep("again", parseStoppingRule(NEVER_HOLDS, 6), {
      ...{ jobs: 1, stop: stop.signal },
      onEvent: ({ type }) => type === "end" && stop.abort(),
    });
    expect(interrupted.table.rows.filter(({ state }) => state === "done")).toHaveLength(1);
    await sweep("again"); // the recipe as asked for at first, without the rule
    await sweep("again", undefined, { changes: { seed: [0, 1, 2, 3, 4, 5] } }); // as sweep.json has it
    const { table } = await sweep("again", parseStoppingRule(NEVER_HOLDS, 6));
    expect(table.sweep.seeds).toEqual([0, 1, 2, 3, 4, 5]);
    const whole = await sweep("whole", parseStoppingRule(NEVER_HOLDS, 6));
    for (const { id } of table.sweep.trials) {
      const weights = (folder: string) => checksums(join(folder, "trials", id), ["model.safetensors"]);
      expect(weights(table.folder)).toEqual(weights(whole.table.folder));
    }
  });

  test("stops at its first look where that suffices; the report says by what rule", async () => {
    const { table } = await sweep("enough", parseStoppingRule(HOLDS_AT_ONCE));
    expect(table.sweep.seeds).toEqual([0, 1, 2, 3, 4]);
    await writeReport(table.folder);
    const page = readFileSync(join(table.folder, "report/index.html"), "utf8").replaceAll(/\s+/g, " ");
    expect(page).toContain("<code>width(selectivity@alpha) &lt; 10</code>");
    expect(page).toMatch(/began with 5 seeds and added one at a time, up to\s+20\. The rule was satisfied\./);
  });

  test("refuses another rule, or one that comes after the first trial", async () => {
    await expect(sweep("enough", parseStoppingRule(NEVER_HOLDS))).rejects.toThrow(
      /until: present "width\(selectivity@alpha\) < 10, at most 20 seeds", requested "width\(accuracy@alpha\) < 0\.000001pp, at most 20 seeds"/,
    );
    await sweep("plain", undefined, { changes: { seed: 0 } });
    await expect(sweep("plain", parseStoppingRule(HOLDS_AT_ONCE))).rejects.toThrow(/until: present unset/);
  });

  test("does not count an alpha at which everything diverges, and says so", async () => {
    const { table } = await sweep("diverging", parseStoppingRule(HOLDS_AT_ONCE, 5), {
      changes: { alpha: [0, 1e35] },
    });
    const state = judgeStopping(table);
    expect(state).toMatchObject({ withoutNetworks: [1e35], spent: true });
    expect(state && stoppingText(state)).toContain("all networks diverged at alpha 1e+35");
  });
});

describe("extentOf", () => {
  test("adds to the alphas and seeds that are there, and to none in a new folder", async () => {
    await sweep("grown");
    const asked = recipe({ alpha: 5, seed: [1, 9] });
    const grown = await resolveExtent(asked, { folder: join(home, "grown"), extend: true });
    expect([listAlphas(grown.recipe), listSeeds(grown.recipe)]).toEqual([
      [0, 1, 5],
      [0, 1, 9],
    ]);
    expect((await resolveExtent(asked, { folder: join(home, "nowhere"), extend: true })).recipe).toEqual(asked);
  });

  test("adds alphas to a sweep with a rule, but no seeds: these are the rule's", async () => {
    const folder = join(home, "enough");
    const grown = await resolveExtent(recipe({ alpha: 5, seed: [1] }), { folder, extend: true });
    expect([listAlphas(grown.recipe), listSeeds(grown.recipe)]).toEqual([
      [0, 1, 5],
      [0, 1, 2, 3, 4],
    ]);
    expect(grown.until?.rule).toBe(HOLDS_AT_ONCE);
    await expect(resolveExtent(recipe({ seed: [1, 9] }), { folder, extend: true })).rejects.toThrow(
      'adds its seeds by the rule "width(selectivity@alpha) < 10", at most 20; received more seeds: 9',
    );
  });
});
