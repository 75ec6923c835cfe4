import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { jsonLines, temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, trialWith } from "../../../testing/src/trials.js";
import type { NetworkMeasure } from "../../src/records/measurement.js";
import { readTrialFile, trainTrial } from "../../src/trial/train-trial.js";

const home = temporaryFolder();
const mlp = { model: "mlp", modelOptions: { widths: [8] } };
const options = (name: string) => ({ folder: join(home, name), dataDirs: [join(home, "data")], stop: never });

beforeAll(() => {
  writeTinyImages(join(home, "data"));
});

describe("train", () => {
  test("trains a trial in a folder of its own, which then says what it is of", async () => {
    const trial = trialWith(mlp, 1);
    expect(await trainTrial(trial, options("one"))).toMatchObject({ id: trial.id, status: "done" });
    expect(await readTrialFile(join(home, "one"))).toMatchObject(trial);
  });

  test("measures what the recipe asks for", async () => {
    const trial = trialWith({ ...mlp, measures: ["auc", "sparseness"] });
    const result = await trainTrial(trial, options("measures"));
    expect(Object.keys(result?.test?.measures ?? {})).toEqual(["index", "sparseness", "auc"]);
    const { measures, meanSelectivity, layers } = result?.test ?? {};
    expect(measures?.index?.mean).toBe(meanSelectivity);
    expect(measures?.index?.layers[0]?.values).toEqual(layers?.[0]?.selectivity);
    const auc = measures?.auc as NetworkMeasure;
    expect(auc.mean).toBeGreaterThan(auc.null);
    expect(auc.null).toBeGreaterThan(0.5);
  });

  test("refuses a folder of another trial, and leaves it as it is", async () => {
    const before = readFileSync(join(home, "one", "trial.json"), "utf8");
    const error = await trainTrial(trialWith(mlp, 2), options("one")).catch(String);
    expect(String(error).replaceAll(home, "HOME")).toMatchInlineSnapshot(`
      "SweepConflictError: HOME/one contains a different trial: 64f845e5c5d9, not d0ad6c11722e
        alpha: present 1, requested 2
        to do: name another folder with --out"
    `);
    expect(readFileSync(join(home, "one", "trial.json"), "utf8")).toBe(before);
  });

  test("tries a trial that diverged again, from its first step", async () => {
    const trial = trialWith({ ...mlp, learningRate: 1e30 });
    for (const attempt of [1, 2]) {
      expect(await trainTrial(trial, options("diverged"))).toMatchObject({ status: "diverged" });
      expect(jsonLines(join(home, "diverged", "attempts.jsonl"))).toHaveLength(2 * attempt);
    }
    expect(existsSync(join(home, "diverged", "metrics.jsonl"))).toBe(false);
  });
});

describe("readTrialFile", () => {
  test("says what to do about a folder without a trial", async () => {
    const error = await readTrialFile(join(home, "data")).catch(String);
    expect(String(error).replaceAll(home, "HOME")).toMatchInlineSnapshot(`
      "SweepConflictError: HOME/data contains no trial
        to do: name a recipe to train there"
    `);
  });
});
