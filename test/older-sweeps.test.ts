/**
 * A sweep made by an older version is read, reported, measured and continued. `fixtures/older-sweep` is one, with two small
 * perceptrons, as commit 45439cb (version 0.1.0, before the packages were split) left it:
 *
 *     selectivity sweep mnist-mlp-mini dataset=fashion-mnist modelOptions='{widths: [4]}' trainImages=200 validationImages=100 \
 *       epochs=1 batchSize=50 --alphas=-1,0 --seeds 0 --jobs 1 --threads 1
 */
import { cpSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { selectivity } from "../packages/testing/src/command.js";
import { temporaryFolder } from "../packages/testing/src/folders.js";

const home = temporaryFolder();
const sweep = join(home, "sweep");
const trials = join(sweep, "trials");
const resultOf = (id: string) => JSON.parse(readFileSync(join(trials, id, "result.json"), "utf8"));

beforeAll(() => cpSync(join(import.meta.dirname, "fixtures/older-sweep"), sweep, { recursive: true }));

async function run(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await selectivity(words, home);
  expect(code, stderr).toBe(0);
  return stdout;
}

test("status counts its networks", async () => {
  expect(await run("status", "sweep")).toMatch(/all +2 +2/);
});

test("report has a row per network", async () => {
  await run("report", "sweep");
  expect(readFileSync(join(sweep, "report/table.csv"), "utf8").trim().split("\n")).toHaveLength(3);
});

test("measure gives the accuracy and the selectivity that were recorded", async () => {
  const [id] = readdirSync(trials) as [string];
  const measured = JSON.parse(await run("measure", `sweep/trials/${id}`, "--json"));
  const { test: recorded } = resultOf(id);
  expect(measured.accuracy).toBeCloseTo(recorded.accuracy, 3); // another processor may decide a borderline image otherwise
  expect(measured.meanSelectivity).toBeCloseTo(recorded.meanSelectivity, 4);
});

test("a finished sweep is left alone, and a trial without its result is trained again, by the same ids", async () => {
  const [kept, removed] = readdirSync(trials) as [string, string];
  const [before, recorded] = [statSync(join(trials, kept, "result.json")).mtimeMs, resultOf(removed)];
  await run("sweep", "--resume", "--out", "sweep", "--quiet");
  for (const file of ["result.json", "model.safetensors", "best.safetensors", "units.safetensors"])
    rmSync(join(trials, removed, file));
  await run("sweep", "--resume", "--out", "sweep", "--quiet");
  expect(statSync(join(trials, kept, "result.json")).mtimeMs).toBe(before);
  expect(resultOf(removed)).toMatchObject({ id: recorded.id, alpha: recorded.alpha, seed: recorded.seed });
  expect(resultOf(removed).test.accuracy).toBeCloseTo(recorded.test.accuracy, 1); // 200 training images; see above
  expect(readdirSync(trials)).toEqual([kept, removed]);
}, 120_000);
