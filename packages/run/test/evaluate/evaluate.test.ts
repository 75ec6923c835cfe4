import { join } from "node:path";
import { Generator, liveTensors, scope } from "@selectivity-lab/torch";
import { createModel, everyIndex, type ImageModel } from "@selectivity-lab/vision";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { tinyData } from "../../../testing/src/trials.js";
import { classify, evaluate } from "../../src/evaluate/evaluate.js";
import { createMeasurement } from "../../src/evaluate/measurement.js";
import { createNetworkClassifier } from "../../src/evaluate/network-classifier.js";
import { disposeData, type TrialData } from "../../src/trial/setup/prepare.js";

const home = temporaryFolder();
let data: TrialData;
beforeAll(async () => {
  data = await tinyData(writeTinyImages(join(home, "data"), { train: 600 }));
});
afterAll(() => disposeData(data));

const network = () =>
  createModel("resnet8", {
    inputShape: [1, 28, 28],
    classes: 10,
    options: { width: 2 },
    generator: new Generator(0),
  });

const tallied = async (model: ImageModel, indices: Int32Array | "all", options = {}) => {
  const tally = await evaluate(createNetworkClassifier(model), data.train, indices, options);
  return scope(() => createMeasurement(tally.result(), "train"));
};

describe("evaluate", () => {
  test("is at chance, with a loss of ln 10, before any training", async () => {
    const { accuracy, loss, images } = await tallied(network(), "all");
    expect(images).toBe(600);
    expect(accuracy).toBeLessThan(0.3);
    expect(loss).toBeGreaterThan(2);
    expect(loss).toBeLessThan(3.5);
  });

  test("takes the images it is told", async () => {
    const model = network();
    const all = await tallied(model, "all");
    expect(await tallied(model, everyIndex(data.train))).toEqual(all);
    expect(await tallied(model, Int32Array.of(0, 1, 2, 3, 10, 11, 12, 13))).toMatchObject({ images: 8 });
  });

  test("does not depend on the order of the images but for rounding", async () => {
    const model = network();
    const indices = everyIndex(data.train);
    const [forwards, backwards] = [
      await tallied(model, indices, { permutations: 0 }),
      await tallied(model, indices.toReversed(), { permutations: 0 }),
    ];
    expect(backwards.accuracy).toBe(forwards.accuracy);
    expect(backwards.loss).toBeCloseTo(forwards.loss, 6); // sums of float32 losses
    expect(backwards.meanSelectivity).toBeCloseTo(forwards.meanSelectivity, 6);
  });

  test("leaves the network in evaluation mode, its batch-norm statistics untouched", async () => {
    const model = network();
    const before = model.stateDict().get("bn1.running_mean")?.toArray();
    await evaluate(createNetworkClassifier(model), data.train, Int32Array.of(0, 1, 2, 3));
    expect(model.training).toBe(false);
    expect(model.stateDict().get("bn1.running_mean")?.toArray()).toEqual(before);
  });

  test("lets the process's other business in after every hundred images, so that a lease goes on beating", async () => {
    let turns = 0;
    const turn = () => {
      turns++;
      timer = setImmediate(turn);
    };
    let timer = setImmediate(turn);
    await evaluate(createNetworkClassifier(network()), data.train, "all");
    clearImmediate(timer);
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  test("says of each image whether it is classified correctly; a pass without units finds the same", async () => {
    const sums = await evaluate(createNetworkClassifier(network()), data.train, "all", { permutations: 0 });
    const { selectivity, ...scores } = scope(() => sums.result());
    expect(selectivity.layers.length).toBeGreaterThan(0);
    expect(scores.correct).toHaveLength(600);
    expect(scores.correct.reduce((sum, bit) => sum + bit, 0) / 600).toBe(scores.accuracy);
    expect(await classify(createNetworkClassifier(network()), data.train)).toEqual(scores);
  });

  test("ends before its next batch when its signal is aborted, and frees what it held", async () => {
    const model = network();
    const before = liveTensors();
    const stop = new AbortController();
    const seen: number[] = [];
    const onImages = (done: number) => {
      seen.push(done);
      if (done === 200) stop.abort(new Error("stopped"));
    };
    const pass = classify(createNetworkClassifier(model), data.train, { onImages, signal: stop.signal });
    await expect(pass).rejects.toThrow("stopped");
    expect(seen).toEqual([100, 200]);
    expect(liveTensors()).toBe(before);
  });
});
