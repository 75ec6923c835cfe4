import { join } from "node:path";
import { Generator, scope } from "@selectivity-lab/torch";
import { createModel, everyIndex, type ImageModel } from "@selectivity-lab/vision";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { tinyData } from "../../../testing/src/trials.js";
import { evaluate } from "../../src/evaluate/evaluate.js";
import { createMeasurement } from "../../src/evaluate/measurement.js";
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
  const tally = await evaluate(model, data.train, indices, options);
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
    await evaluate(model, data.train, Int32Array.of(0, 1, 2, 3));
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
    await evaluate(network(), data.train, "all");
    clearImmediate(timer);
    expect(turns).toBeGreaterThanOrEqual(5);
  });
});
