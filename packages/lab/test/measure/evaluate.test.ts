import { join } from "node:path";
import { Generator, scope } from "@selectivity-lab/torch";
import { createModel, everyIndex } from "@selectivity-lab/vision";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluate } from "../../src/measure/evaluate.js";
import { measurementOf } from "../../src/measure/measurement.js";
import { type Data, disposeData } from "../../src/trial/prepare.js";
import { temporaryFolder } from "../support/folders.js";
import { writeTinyImages } from "../support/tiny-images.js";
import { tinyData } from "../support/trials.js";

const home = temporaryFolder();
let data: Data;
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

describe("evaluate", () => {
  test("is at chance, with a loss of ln 10, before any training", () => {
    const { accuracy, loss, images } = scope(() => evaluate(network(), data.train, "all"));
    expect(images).toBe(600);
    expect(accuracy).toBeLessThan(0.3);
    expect(loss).toBeGreaterThan(2);
    expect(loss).toBeLessThan(3.5);
  });

  test("takes the images it is told", () => {
    const [all, every, some] = scope(() => {
      const model = network();
      const of = (indices: Int32Array | "all") => measurementOf(evaluate(model, data.train, indices), "train");
      return [of("all"), of(everyIndex(data.train)), of(Int32Array.of(0, 1, 2, 3, 10, 11, 12, 13))];
    });
    expect(every).toEqual(all);
    expect(some).toMatchObject({ images: 8 });
  });

  test("does not depend on the order of the images but for rounding", () => {
    const [forwards, backwards] = scope(() => {
      const model = network();
      const indices = everyIndex(data.train);
      const of = (order: Int32Array) => measurementOf(evaluate(model, data.train, order, { permutations: 0 }), "train");
      return [of(indices), of(indices.toReversed())];
    });
    expect(backwards.accuracy).toBe(forwards.accuracy);
    expect(backwards.loss).toBeCloseTo(forwards.loss, 6); // sums of float32 losses
    expect(backwards.meanSelectivity).toBeCloseTo(forwards.meanSelectivity, 6);
  });

  test("leaves the network in evaluation mode, its batch-norm statistics untouched", () => {
    scope(() => {
      const model = network();
      const before = model.stateDict().get("bn1.running_mean")?.toArray();
      evaluate(model, data.train, Int32Array.of(0, 1, 2, 3));
      expect(model.training).toBe(false);
      expect(model.stateDict().get("bn1.running_mean")?.toArray()).toEqual(before);
    });
  });
});
