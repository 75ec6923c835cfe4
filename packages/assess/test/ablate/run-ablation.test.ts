import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runSweep, trainTrial } from "@selectivity-lab/run";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, recipeWith, trialWith } from "../../../testing/src/trials.js";
import { chooseLayers, chooseScopes } from "../../src/ablate/choose-layers.js";
import { findAblations } from "../../src/ablate/find-ablations.js";
import { runAblation } from "../../src/ablate/run-ablation.js";
import type { InspectionEvent } from "../../src/inspections/run-inspections.js";

const home = temporaryFolder();
const dataDirs = [join(home, "data")];
const trial = join(home, "trial");
const small = { dataDirs, images: 30, jobs: 1, threads: 1 };

beforeAll(async () => {
  writeTinyImages(dataDirs[0] as string);
  await trainTrial(trialWith({ epochs: 1 }, 1, 3), { folder: trial, dataDirs, stop: never });
});

const files = () => readdirSync(join(trial, "ablation")).filter((name) => name.endsWith(".json"));

describe("runAblation", () => {
  test("removes every unit of a trial's network, once", async () => {
    const events: InspectionEvent[] = [];
    const onEvent = (event: InspectionEvent) => void events.push(event);
    const { table, failed, open } = await runAblation(trial, { ...small, by: "dprime", onEvent });
    expect({ failed, open }).toEqual({ failed: [], open: 0 });
    if (table.kind !== "units") throw new Error("expected single units");
    const [network] = table.networks;
    expect(network?.trial).toMatchObject({ alpha: 1, seed: 3 });
    expect(network?.result?.found.layers.map(({ units }) => units)).toEqual([2, 2, 2, 4, 4, 8, 8]);
    expect(Object.keys(network?.result?.found.layers[0]?.selectivity ?? {})).toEqual(["index", "dprime"]);
    expect(events.map(({ type }) => type)).toEqual(["plan", "start", "step", "end"]);
    const [file = ""] = files();
    const before = statSync(join(trial, "ablation", file)).mtimeMs;
    const again = await runAblation(trial, { ...small, by: "dprime" });
    expect(again.table).toEqual(table);
    expect(statSync(join(trial, "ablation", file)).mtimeMs).toBe(before);
  });

  test("does again what was found for other weights, or cannot be read", async () => {
    const [file = ""] = files();
    const where = join(trial, "ablation", file);
    const result = JSON.parse(readFileSync(where, "utf8"));
    for (const text of [JSON.stringify({ ...result, weights: "other" }), "{"]) {
      writeFileSync(where, text);
      await runAblation(trial, { ...small, by: "dprime" });
      expect(JSON.parse(readFileSync(where, "utf8")).found).toEqual(result.found);
    }
  });

  test("draws curves of layers and stages, the same ones for the same seed", async () => {
    const options = { ...small, cumulative: true, random: 2, steps: 2, layers: ["relu"], stages: ["layer1"] };
    const { table } = await runAblation(trial, { ...options, to: "mean" });
    if (table.kind !== "cumulative") throw new Error("expected curves");
    expect(table.settings.scopes).toEqual([
      { name: "relu", layers: ["relu"] },
      { name: "layer1", layers: ["layer1.0.relu1", "layer1.0.relu2"] },
    ]);
    const found = table.networks[0]?.result?.found;
    expect(found?.scopes.map(({ random }) => random.length)).toEqual([2, 2]);
    for (const name of files().filter((file) => file.startsWith("cumulative"))) rmSync(join(trial, "ablation", name));
    const again = await runAblation(trial, { ...options, to: "mean" });
    expect(again.table.networks[0]?.result?.found).toEqual(found);
  });

  test.each([
    [{ by: "acu" }, 'There is no selectivity measure "acu".'],
    [{ layers: ["relu1"] }, 'the network has no unit layer "relu1"; did you mean "relu"?'],
    [{ cumulative: true, stages: ["layer4"] }, 'the network has no stage "layer4"; did you mean "layer1"?'],
    [{ data: "minst" }, "minst"],
  ])("refuses %j before anything is done", async (options, complaint) => {
    const before = files();
    await expect(runAblation(trial, { ...small, ...options })).rejects.toThrow(complaint);
    expect(files()).toEqual(before);
  });

  test("says where nothing is", async () => {
    await expect(runAblation(join(home, "none"), small)).rejects.toThrow("none does not exist");
  });
});

describe("the ablations of a sweep", () => {
  const folder = join(home, "sweep");

  test("are found again as they were last asked for, one of each kind", async () => {
    const recipe = recipeWith({ model: "mlp", modelOptions: { widths: [4] }, epochs: 1, alpha: [0, 1], seed: 0 });
    await runSweep({ name: "tiny", recipe }, { folder, dataDirs, jobs: 1, stop: never });
    expect(await findAblations(folder)).toEqual([]);
    const units = await runAblation(folder, { ...small, by: "auc" });
    const curves = await runAblation(folder, { ...small, cumulative: true, steps: 2, random: 1 });
    expect(await findAblations(folder)).toEqual([units.table, curves.table]);
    expect(units.table.networks.map(({ trial, result }) => [trial?.alpha, result !== null])).toEqual([
      [0, true],
      [1, true],
    ]);
    const other = await runAblation(folder, { ...small, by: "hoyer" });
    expect(await findAblations(folder)).toEqual([other.table, curves.table]);
  });

  test("a stop leaves networks open, which the same command then does", async () => {
    const stop = new AbortController();
    stop.abort();
    const asked = { ...small, by: "informedness" };
    const stopped = await runAblation(folder, { ...asked, stop: stop.signal });
    expect(stopped).toMatchObject({ failed: [], open: 2 });
    expect(stopped.table.networks.map(({ result }) => result)).toEqual([null, null]);
    expect(await runAblation(folder, asked)).toMatchObject({ failed: [], open: 0 });
  });
});

const LAYERS = ["relu", "layer1.0.relu1", "layer1.0.relu2", "layer2.0.relu1"];

describe("the layers that lose units", () => {
  test("are all by default, at once", () => {
    expect(chooseLayers(LAYERS, {})).toEqual(LAYERS);
    expect(chooseScopes(LAYERS, {})).toEqual([{ name: "all", layers: LAYERS }]);
  });

  test("are in order of computation, each once", () => {
    expect(chooseLayers(LAYERS, { layers: ["layer2.0.relu1", "layer1.0.relu1"], stages: ["layer1"] })).toEqual(
      LAYERS.slice(1),
    );
  });
});
