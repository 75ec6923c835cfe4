import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { writeJsonAtomically } from "@selectivity-lab/base";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, recipeWith } from "../../../testing/src/trials.js";
import { type PlanOptions, planShares, type Shares } from "../../src/sweep/plan.js";
import { listTrials } from "../../src/trial/trial.js";

const home = temporaryFolder();
const cores = availableParallelism();
beforeAll(() => {
  writeTinyImages(join(home, "data"));
});

/** A sweep of eight trials; `trainImages` says how long it is, whatever it really trains on. */
function plan(changes: object = {}, options: Partial<PlanOptions> = {}): Promise<Shares> {
  const recipe = recipeWith({ threads: "auto", alpha: [-1, 0, 1, 2], seed: [0, 1], ...changes });
  const folder = temporaryFolder();
  return planShares(recipe, listTrials(recipe), {
    ...{ folder, jobs: undefined, dataDirs: [join(home, "data")], stop: never, trainImages: 200 },
    ...options,
  });
}

const long = { trainImages: 1_000_000 };

describe("planShares", () => {
  test("gives a short sweep a core a trial, and more where there are more cores than trials", async () => {
    expect(await plan()).toEqual({ workers: Math.min(8, cores), threads: Math.max(1, Math.floor(cores / 8)) });
    expect(await plan({ alpha: 0, seed: 0 })).toEqual({ workers: 1, threads: cores });
  });

  test("does what is asked for, also in a long sweep", async () => {
    expect(await plan({}, { ...long, jobs: 1 })).toEqual({ workers: 1, threads: cores });
    expect(await plan({ threads: 1 }, { ...long, jobs: 3 })).toEqual({ workers: 3, threads: 1 });
    expect(await plan({ threads: cores }, long)).toEqual({ workers: 1, threads: cores });
  });

  test("measures a long sweep on its first trial, says so, and keeps what was fastest", async () => {
    const folder = temporaryFolder();
    const said: string[] = [];
    const shares = await plan({ epochs: 1 }, { ...long, folder, notify: (line) => said.push(line) });
    if (cores === 1) return expect(said).toEqual(["measuring how many networks to train at the same time"]);
    const kept = JSON.parse(readFileSync(join(folder, "plan.json"), "utf8"));
    expect(kept).toMatchObject({ schema: 1, cores, ...shares });
    expect(kept.measured.length).toBeGreaterThan(1);
    for (const { workers, threads, imagesPerSecond } of kept.measured) {
      expect(workers * threads).toBeLessThanOrEqual(cores);
      expect(imagesPerSecond).toBeGreaterThan(0);
    }
    const fastest = Math.max(...kept.measured.map((choice: { imagesPerSecond: number }) => choice.imagesPerSecond));
    expect(kept.measured).toContainEqual({ ...shares, imagesPerSecond: fastest });
  });

  test("keeps to the plan of the folder, so that a resumed sweep gives the same bits", async () => {
    const folder = temporaryFolder();
    writeJsonAtomically(join(folder, "plan.json"), { schema: 1, cores, workers: 1, threads: 1, measured: [] });
    expect(await plan({}, { ...long, folder })).toEqual(expect.objectContaining({ workers: 1, threads: 1 }));
  });

  test("measures nothing once it is stopped", async () => {
    const folder = temporaryFolder();
    await plan({}, { ...long, folder, stop: AbortSignal.abort() });
    expect(existsSync(join(folder, "plan.json"))).toBe(false);
  });
});
