import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { until } from "../../../testing/src/command.js";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { never, recipeWith } from "../../../testing/src/trials.js";
import { type EarlyWorker, startEarlyWorker } from "../../src/sweep/early-worker.js";
import { listTrials } from "../../src/trial/trial.js";

const home = temporaryFolder();
let early: EarlyWorker;
afterEach(() => early.dismiss());

test("a worker is there before the plan, and is given once, to the plan that was foreseen", async () => {
  early = await startEarlyWorker(recipeWith({ threads: 1 }), { folder: join(home, "new"), stop: never });
  expect(early.take({ workers: 1, threads: 2 })).toBeUndefined();
  const worker = early.take({ workers: 2, threads: 1 });
  expect(worker?.isAlive).toBe(true);
  expect(early.take({ workers: 2, threads: 1 })).toBeUndefined();
  early.dismiss();
  expect(worker?.isAlive).toBe(true); // it belongs to whoever took it
  worker?.dismiss();
  await until(() => !worker?.isAlive);
});

test.each([
  [{ threads: "auto", alpha: [0, 1] }, 1, availableParallelism()],
  [{ threads: "auto", trainImages: 100, epochs: 1, alpha: [0], seed: [0] }, undefined, availableParallelism()],
  [{ threads: 1 }, undefined, 1],
])("the threads of %j are foreseen", async (changes, jobs, threads) => {
  early = await startEarlyWorker(recipeWith(changes), { folder: join(home, "foreseen"), jobs, stop: never });
  const worker = early.take({ workers: 1, threads });
  expect(worker?.isAlive).toBe(true);
  worker?.dismiss();
});

test.each([
  ["the number of threads is to be measured", { threads: "auto", trainImages: 50_000, epochs: 200 }, never],
  ["the sweep was stopped before", { threads: 1 }, AbortSignal.abort()],
])("no worker is started where %s", async (_, changes, stop) => {
  early = await startEarlyWorker(recipeWith(changes), { folder: join(home, "none"), stop });
  expect([1, 2, availableParallelism()].map((threads) => early.take({ workers: 1, threads }))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("no worker is started for a sweep in which nothing is left to do", async () => {
  const recipe = recipeWith({ threads: 1 });
  const folder = join(home, "done");
  for (const { id } of listTrials(recipe)) {
    mkdirSync(join(folder, "trials", id), { recursive: true });
    writeFileSync(join(folder, "trials", id, "result.json"), "{}");
  }
  early = await startEarlyWorker(recipe, { folder, stop: never });
  expect(early.take({ workers: 1, threads: 1 })).toBeUndefined();
});
