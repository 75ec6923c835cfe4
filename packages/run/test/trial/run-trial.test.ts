import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kernels, readSafetensors, scope } from "@selectivity-lab/torch";
import { registerModel } from "@selectivity-lab/vision";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mlpWithDropout } from "../../../testing/src/dropout-model.js";
import { checksums, filesBelow, jsonLines, temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, recipeWith, tinyData, trialWith } from "../../../testing/src/trials.js";
import { epochMetricsSchema } from "../../src/records/epoch-metrics.js";
import { type Trial, trialSchema } from "../../src/records/trial.js";
import { type TrialResult, trialResultSchema } from "../../src/records/trial-result.js";
import { runTrial } from "../../src/trial/run-trial.js";
import { disposeData, type TrialData } from "../../src/trial/setup/prepare.js";
import { createTrial } from "../../src/trial/trial.js";

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

/** The values of every tensor of a file. */
function tensorsOf(
  folder: string,
  name = "model.safetensors",
): Record<string, { shape: readonly number[]; values: unknown }> {
  return scope(() => {
    const { tensors } = readSafetensors(join(folder, name));
    return Object.fromEntries(
      [...tensors].map(([key, tensor]) => [key, { shape: tensor.shape, values: tensor.toArray() }]),
    );
  });
}

describe("the folder of a trial that is done", () => {
  const trial = trialWith({ epochs: 3 }, 0.5, 1);
  let folder: string;
  let result: TrialResult;
  beforeAll(async () => {
    folder = await trained("complete", trial);
    result = json(folder, "result.json");
  });

  test("holds the files of the contract, and no others", () => {
    expect(filesBelow(folder)).toEqual([
      "attempts.jsonl",
      "best.safetensors",
      "metrics.jsonl",
      "model.safetensors",
      "result.json",
      "trial.json",
      "units.safetensors",
    ]);
  });

  test("says in trial.json all that determines the result", () => {
    expect(trialSchema.parse(json(folder, "trial.json"))).toEqual(trial);
  });

  test("has a line of metrics for every epoch, with a selectivity for every layer", () => {
    const lines = jsonLines(join(folder, "metrics.jsonl"));
    const named =
      "epoch step time attempt train/loss train/accuracy val/loss val/accuracy selectivity/mean time/imagesPerSecond";
    const layers = result.test?.layers.map(({ name }) => `selectivity/${name}`) ?? [];
    for (const line of lines) {
      epochMetricsSchema.parse(line);
      expect(Object.keys(line).sort()).toEqual([...named.split(" "), ...layers].sort());
    }
    expect(lines.map(({ epoch, step, attempt }) => [epoch, step, attempt])).toEqual([
      [1, 10, 1],
      [2, 20, 1],
      [3, 30, 1],
    ]);
  });

  test("says who started when, and why the attempt ended", () => {
    const [start, end, ...more] = jsonLines(join(folder, "attempts.jsonl"));
    expect(more).toEqual([]);
    expect(start).toEqual({
      event: "start",
      attempt: 1,
      kernels: kernels().running,
      time: expect.any(Number),
      host: expect.any(String),
      pid: process.pid,
      device: "cpu",
      threads: 1,
      versions: { selectivityLab: "0.1.0", node: process.versions.node, libtorch: expect.stringMatching(/^\d+\.\d+/) },
    });
    expect(end).toEqual({ event: "end", attempt: 1, time: expect.any(Number), reason: "done" });
  });

  test("measures the weights of the best validation on the test split", () => {
    expect(trialResultSchema.parse(result)).toMatchObject({
      schema: 1,
      id: trial.id,
      alpha: 0.5,
      seed: 1,
      status: "done",
      cause: null,
      epochs: 3,
      test: { schema: 1, split: "test", images: 100 },
    });
    const accuracies = jsonLines(join(folder, "metrics.jsonl")).map((line) => Number(line["val/accuracy"]));
    expect(result.bestEpoch).toBe(1 + accuracies.indexOf(Math.max(...accuracies)));
  });

  test("counts the parameters that safetensors holds", () => {
    const sizes = Object.entries(tensorsOf(folder))
      .filter(([name]) => !/running_|num_batches/.test(name))
      .map(([, { shape }]) => shape.reduce((product, size) => product * size, 1));
    expect(result.parameters).toBe(sizes.reduce((total, size) => total + size, 0));
  });

  test("holds weights under torchvision's names, which say what network they are", () => {
    expect(Object.keys(tensorsOf(folder))).toEqual(
      expect.arrayContaining(["conv1.weight", "bn1.running_mean", "layer1.0.conv1.weight", "fc.weight"]),
    );
    scope(() => {
      const { metadata } = readSafetensors(join(folder, "best.safetensors"));
      expect(metadata).toMatchObject({
        model: "resnet8",
        modelOptions: '{"width":2}',
        dataset: "fashion-mnist",
        inputShape: "[1,28,28]",
        mean: "[0.2860405969887955]",
        std: "[0.3530242445149226]",
        trial: trial.id,
        epoch: String(result.bestEpoch),
      });
      expect(JSON.parse(metadata.classes ?? "")).toHaveLength(10);
    });
  });

  test("holds the class means [K, U] behind the selectivity of every unit", () => {
    const units = tensorsOf(folder, "units.safetensors");
    expect(Object.keys(units).sort()).toEqual(result.test?.layers.map(({ name }) => name).sort());
    for (const layer of result.test?.layers ?? []) {
      const { shape, values } = units[layer.name] as { shape: number[]; values: number[][] };
      expect(shape).toEqual([10, layer.units]);
      expect(values[0]?.map((_, unit) => selectivityOf(values.map((row) => row[unit] as number)))).toEqual(
        layer.selectivity.map((value) => expect.closeTo(value, 5)), // class means are float32 in the file
      );
    }
  });

  test("is read back, not trained again, when run again", async () => {
    const before = checksums(folder, filesBelow(folder));
    expect(await runTrial(trial, folder, data, { stop: never })).toEqual(result);
    expect(checksums(folder, filesBelow(folder))).toEqual(before);
  });
});

/** The index by hand: the largest class mean against the mean of the others. */
function selectivityOf(classMeans: readonly number[]): number {
  const best = Math.max(...classMeans);
  const rest = (classMeans.reduce((sum, value) => sum + value, 0) - best) / (classMeans.length - 1);
  return (best - rest) / (best + rest + 1e-7);
}

describe("a trial is a function of recipe, alpha and seed", () => {
  test("so that it ends in the same bytes in any folder", async () => {
    const trial = trialWith({}, -1);
    const [one, two] = [await trained("once", trial), await trained("again", trial)];
    expect(checksums(one, [...WEIGHTS, "units.safetensors"])).toEqual(
      checksums(two, [...WEIGHTS, "units.safetensors"]),
    );
    expect(json(one, "result.json").test).toEqual(json(two, "result.json").test);
  });

  test.each<[string, object]>([
    ["control", mlp],
    ["control under dropout", dropout],
  ])("alpha 0 gives the very weights of a knob that never comes on: %s", async (name, changes) => {
    const control = await trained(name, trialWith(changes, 0));
    // no recipe may say so, for it would be a mistake
    const idle = { ...recipeWith(changes), alphaSchedule: { onset: 100, warmup: 0, offset: null } };
    const late = await trained(`${name}, late`, createTrial(idle, 5, 0));
    expect(tensorsOf(late)).toEqual(tensorsOf(control));
  });

  test("the knob changes the weights, and selectivity goes where it pushes", async () => {
    const [discouraged, control, encouraged] = [
      await trained("discouraged", trialWith(mlp, -2)),
      await trained("control", trialWith(mlp, 0)),
      await trained("encouraged", trialWith(mlp, 2)),
    ];
    expect(tensorsOf(discouraged)).not.toEqual(tensorsOf(control));
    const selectivity = (folder: string) => json(folder, "result.json").test.meanSelectivity;
    expect(selectivity(discouraged)).toBeLessThan(selectivity(control));
    expect(selectivity(encouraged)).toBeGreaterThan(selectivity(control));
  });

  test("the knob on one layer gives other weights than on all", async () => {
    const [all, one] = [
      await trained("encouraged", trialWith(mlp, 2)),
      await trained("one-layer", trialWith({ ...mlp, knobLayers: ["relu1"] }, 2)),
    ];
    expect(tensorsOf(one)).not.toEqual(tensorsOf(all));
  });

  test("in bfloat16 it learns as well as in float32, from weights and to measurements in float32", async () => {
    // long enough, and without the knob: after 6 epochs with it, rounding alone decided whether the network had left chance behind
    const changes = { epochs: 15, batchSize: 10 };
    const [narrow, full] = [
      await trained("bfloat16", trialWith({ ...changes, precision: "bfloat16" })),
      await trained("float32", trialWith(changes)),
    ];
    const chance = 0.1;
    for (const folder of [narrow, full]) expect(json(folder, "result.json").test.accuracy).toBeGreaterThan(3 * chance);
    expect(tensorsOf(narrow)).not.toEqual(tensorsOf(full));
    const dtypes = scope(() =>
      [...readSafetensors(join(narrow, WEIGHTS[0] as string)).tensors.values()].map((t) => t.dtype),
    );
    expect(new Set(dtypes)).toEqual(new Set(["float32", "int64"]));
  });

  test("another seed gives other first weights, another split and another order", async () => {
    const [zero, one] = [await trained("control", trialWith(mlp, 0)), await trained("seed-1", trialWith(mlp, 0, 1))];
    expect(tensorsOf(one)).not.toEqual(tensorsOf(zero));
  });
});
