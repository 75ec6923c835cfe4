import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeSweep, trialId } from "../../../testing/src/fixtures/sweep.js";
import { readReportData } from "../../src/data/report-data.js";
import { figures } from "../../src/figures/figures.js";
import { writeReport } from "../../src/page/write-report.js";

const contents = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file)).toString("base64")]));

describe("writeReport", () => {
  test("writes the page, the table, and every figure three times, and the same bytes each time", async () => {
    const folder = makeSweep({ alphas: [-1, 0, 1] });
    const home = join(folder, "report");
    const summary = await writeReport(folder);
    const first = contents(home);
    const data = await readReportData(folder);
    const names = figures.filter((figure) => figure.applies(data)).map(({ name }) => name);
    expect(names).toContain("accuracy-by-selectivity");
    expect(names).not.toContain("attack-curves");
    const drawings = names.flatMap((name) => [`${name}.png`, `${name}.svg`, `${name}.vl.json`]);
    expect(Object.keys(first).sort()).toEqual([...drawings, "index.html", "table.csv"].sort());
    expect(summary).toMatchObject({
      report: join(home, "index.html"),
      missing: [],
      expected: null,
      warnings: [],
    });
    expect(summary.figures).toEqual(names);
    expect(summary.rows.map(({ alpha, n }) => [alpha, n])).toEqual([
      [-1, 2],
      [0, 2],
      [1, 2],
    ]);
    await writeReport(folder);
    expect(contents(home)).toEqual(first);
  });

  test("names failed and diverged trials with their cause, and the command that runs each again", async () => {
    const folder = makeSweep({ alphas: [0, 1], diverged: [trialId(1, 0)], failed: [trialId(1, 1)] });
    const { missing } = await writeReport(folder);
    expect(missing.map(({ id, state, cause }) => [id, state, cause])).toEqual([
      [trialId(1, 0), "diverged", "loss is NaN in epoch 1, step 117"],
      [trialId(1, 1), "failed", "worker killed: out of memory"],
    ]);
    const page = readFileSync(join(folder, "report", "index.html"), "utf8");
    expect(page).toContain("failed: worker killed: out of memory");
    expect(page).toContain(`npx selectivity train --out ${join(folder, "trials", trialId(1, 1))}`);
  });

  test("says whether the control is as the recipe expects", async () => {
    const folder = makeSweep({ alphas: [0], recipe: { expected: { accuracy: [0.9, 0.95], minutes: 4, seeds: 2 } } });
    expect((await writeReport(folder)).expected?.inside).toBe(false);
    expect(readFileSync(join(folder, "report", "index.html"), "utf8")).toContain(
      "outside the range that the recipe expects: 90.0% to 95.0%",
    );
  });

  test("lets no name break out of the page", async () => {
    const name = `</script><script>hacked = true</script>"'&`;
    const folder = makeSweep({ alphas: [0], seeds: [0], name });
    await writeReport(folder);
    const page = readFileSync(join(folder, "report", "index.html"), "utf8");
    expect(page).not.toContain("<script>hacked");
    expect(page).toContain("&lt;/script&gt;&lt;script&gt;hacked = true&lt;/script&gt;&quot;&#39;&amp;");
    expect(page.match(/<script/g)?.length).toBe(page.match(/<\/script/g)?.length);
  });

  test("makes a report of a sweep in which nothing has finished", async () => {
    const folder = makeSweep({ alphas: [0], seeds: [0], queued: [trialId(0, 0)] });
    expect((await writeReport(folder)).rows).toMatchObject([{ alpha: 0, n: 0, planned: 1 }]);
  });
});
