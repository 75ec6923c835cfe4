import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { registerModel } from "@selectivity-lab/vision";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mlpWithDropout } from "../../../testing/src/dropout-model.js";
import { checksums, filesBelow, jsonLines, temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, tinyData, trialWith } from "../../../testing/src/trials.js";
import type { Trial } from "../../src/records/trial.js";
import { runTrial } from "../../src/trial/run-trial.js";
import { disposeData, type TrialData } from "../../src/trial/setup/prepare.js";

const home = temporaryFolder();
const WEIGHTS = ["model.safetensors", "best.safetensors"];
const dropout = { model: "mlp-dropout", modelOptions: {} };
const mlp = { model: "mlp", modelOptions: { widths: [16, 8] } };
let data: TrialData;

beforeAll(async () => {
  registerModel(mlpWithDropout);
  data = await tinyData(writeTinyImages(join(home, "data")));
});
afterAll(() => disposeData(data));

/** Runs a trial without interruption in a folder of this name. */
async function trained(name: string, trial: Trial): Promise<string> {
  const folder = join(home, name);
  await runTrial(trial, folder, data, { stop: never });
  return folder;
}

const json = (...parts: string[]) => JSON.parse(readFileSync(join(...parts), "utf8"));

describe("a trial that is stopped", () => {
  /** Runs a trial again and again, each time for some steps, until it is done. */
  async function inPieces(name: string, trial: Trial, stepsPerPiece: number): Promise<string> {
    const folder = join(home, name);
    for (let pieces = 0; pieces < 100; pieces++) {
      const stop = new AbortController();
      let steps = 0;
      const onProgress = () => {
        if (++steps === stepsPerPiece) stop.abort();
      };
      if (await runTrial(trial, folder, data, { stop: stop.signal, onProgress })) return folder;
    }
    throw new Error("never done");
  }

  const trial = trialWith({}, 1);
  const straight = () => trained("undisturbed", trial);

  test.each([7, 10])("after every %i steps, and run again, ends in the bytes of one that never was", async (steps) => {
    const pieces = await inPieces(`pieces-of-${steps}`, trial, steps);
    expect(checksums(pieces, WEIGHTS)).toEqual(checksums(await straight(), WEIGHTS));
    expect(json(pieces, "result.json").test).toEqual(json(await straight(), "result.json").test);
    expect(filesBelow(pieces)).toEqual(filesBelow(await straight()));
  });

  test.each<[string, object]>([
    ["a memory of class means", { knobMemory: 0.9 }],
    ["dropout", dropout],
    ["dropout in two passes", { ...dropout, microBatchSize: 8 }],
    ["two passes and stratified batches", { microBatchSize: 8, sampling: "stratified" }],
  ])("ends in those bytes with %s too", async (what, changes) => {
    const special = trialWith(changes, 1);
    const pieces = await inPieces(`pieces with ${what}`, special, 7);
    const whole = await trained(`whole with ${what}`, special);
    expect(checksums(pieces, WEIGHTS)).toEqual(checksums(whole, WEIGHTS));
    expect(checksums(pieces, WEIGHTS)).not.toEqual(checksums(await straight(), WEIGHTS));
  });

  test("has the metrics of one that never was, but for the time and the attempt", async () => {
    const metrics = (folder: string) =>
      jsonLines(join(folder, "metrics.jsonl")).map((line) => ({
        ...line,
        time: 0,
        attempt: 0,
        "time/imagesPerSecond": 0,
      }));
    expect(metrics(await inPieces("pieces-of-7", trial, 7))).toEqual(metrics(await straight()));
  });

  test("writes down each start and each end", async () => {
    const events = jsonLines(join(home, "pieces-of-7", "attempts.jsonl"));
    expect(events.map(({ event, attempt, reason }) => [event, attempt, reason])).toEqual([
      ["start", 1, undefined],
      ["end", 1, "stopped"],
      ["start", 2, undefined],
      ["end", 2, "stopped"],
      ["start", 3, undefined],
      ["end", 3, "done"],
    ]);
  });

  test("has a checkpoint and no result until it is done", async () => {
    const stop = new AbortController();
    stop.abort();
    const folder = join(home, "stopped");
    expect(await runTrial(trial, folder, data, { stop: stop.signal })).toBeNull();
    expect(filesBelow(folder)).toEqual(["attempts.jsonl", "checkpoint.safetensors", "trial.json"]);
  });
});

describe("a trial that goes wrong", () => {
  test("is diverged, with epoch and step, when the loss is no longer a number", async () => {
    const folder = join(home, "diverged");
    const result = await runTrial(trialWith({ ...mlp, learningRate: 1e30 }), folder, data, { stop: never });
    expect(result).toMatchObject({ status: "diverged", test: null, epochs: 0, bestEpoch: 0 });
    expect(result?.cause).toMatch(/^the loss became (NaN|Infinity) in epoch 1, at step \d of 10$/);
    expect(jsonLines(join(folder, "attempts.jsonl")).at(-1)).toMatchObject({
      reason: "diverged",
      cause: result?.cause,
    });
    expect(filesBelow(folder)).toEqual(["attempts.jsonl", "result.json", "trial.json"]);
  });

  test("says why in error.txt and in the attempt's end, and throws", async () => {
    const folder = join(home, "failed");
    const trial = trialWith({ ...mlp, knobLayers: ["relu1"] }, 1);
    const impossible = { ...trial, recipe: { ...trial.recipe, knobLayers: ["relu7"] } };
    await expect(runTrial(impossible, folder, data, { stop: never })).rejects.toThrow(/mlp has no unit layer "relu7"/);
    expect(readFileSync(join(folder, "error.txt"), "utf8")).toMatch(
      /RecipeError: the recipe has a problem[\s\S]*\n {4}at /,
    );
    expect(jsonLines(join(folder, "attempts.jsonl")).at(-1)).toMatchObject({ event: "end", reason: "failed" });
    expect(existsSync(join(folder, "result.json"))).toBe(false);
  });

  test("loses its error.txt once it is done", async () => {
    const folder = join(home, "recovered");
    const broken = { ...data, test: { ...data.test, mean: [] } };
    const trial = trialWith({ ...mlp, epochs: 1 });
    await expect(runTrial(trial, folder, broken, { stop: never })).rejects.toThrow();
    expect(filesBelow(folder)).toContain("error.txt");
    expect(await runTrial(trial, folder, data, { stop: never })).toMatchObject({ status: "done" });
    expect(filesBelow(folder)).not.toContain("error.txt");
  });

  test("is left alone while another process works on it", async () => {
    const folder = join(home, "contended");
    const trial = trialWith({ ...mlp, epochs: 3 });
    let met: unknown;
    const first = runTrial(trial, folder, data, {
      stop: never,
      onEpoch: ({ epoch }) => {
        if (epoch !== 1) return;
        met = runTrial(trial, folder, data, { stop: never }).catch((error: Error) => error.name);
      },
    });
    expect(await first).toMatchObject({ status: "done" });
    expect(await met).toBe("LeaseHeldError");
    expect(jsonLines(join(folder, "attempts.jsonl"))).toHaveLength(2);
  });
});
