import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { liveTensors } from "@selectivity-lab/torch";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, tinyData, trialWith } from "../../../testing/src/trials.js";
import { runTrial } from "../../src/trial/run-trial.js";
import { disposeData, type TrialData } from "../../src/trial/setup/prepare.js";

const home = temporaryFolder();
const mlp = { model: "mlp", modelOptions: { widths: [16, 8] } };
let data: TrialData;

beforeAll(async () => {
  data = await tinyData(writeTinyImages(join(home, "data")));
});
afterAll(() => disposeData(data));

describe("the memory of a process that trains", () => {
  test.each<[string, object]>([
    ["done", {}],
    ["diverged", { learningRate: 1e30 }],
  ])("holds no tensor more after a trial that is %s", async (status, changes) => {
    const before = liveTensors();
    const result = await runTrial(trialWith({ ...mlp, ...changes }, 1), join(home, `live-${status}`), data, {
      stop: never,
    });
    expect(result?.status).toBe(status);
    expect(liveTensors()).toBe(before);
  });

  test("holds no tensor more after a trial that was stopped and one that failed", async () => {
    const before = liveTensors();
    const stop = new AbortController();
    stop.abort();
    const folder = join(home, "live-stopped");
    await runTrial(trialWith(mlp), folder, data, { stop: stop.signal });
    mkdirSync(join(folder, "metrics.jsonl"));
    await expect(runTrial(trialWith(mlp), folder, data, { stop: never })).rejects.toThrow();
    expect(liveTensors()).toBe(before);
  });
});
