import { describe, expect, test } from "vitest";
import { recipeWith } from "../../../testing/src/trials.js";
import { completeRecipe } from "../../src/recipe/load.js";
import { createTrial, listTrials } from "../../src/trial/trial.js";

const idWith = (changes: object, alpha = 1, seed = 0) => createTrial(recipeWith(changes), alpha, seed).id;

describe("trialOf", () => {
  test("gives an id of twelve hexadecimal digits, on every machine the same", () => {
    expect(createTrial(completeRecipe({}, "the test"), 0, 0).id).toMatchInlineSnapshot(`"30708b9af902"`);
  });

  test.each<[string, object]>([
    ["dataset", { dataset: "mnist" }],
    ["imageSize", { imageSize: 32 }],
    ["model", { model: "resnet14" }],
    ["modelOptions", { modelOptions: { width: 3 } }],
    ["trainImages", { trainImages: 100 }],
    ["validationImages", { validationImages: 30 }],
    ["epochs", { epochs: 3 }],
    ["batchSize", { batchSize: 10 }],
    ["learningRate", { learningRate: 0.2 }],
    ["momentum", { momentum: 0.5 }],
    ["weightDecay", { weightDecay: 0 }],
    ["schedule", { schedule: { name: "one-cycle", warmup: { epochs: 1 } } }],
    ["augment", { augment: { flip: true, crop: 1 } }],
    ["alphaSchedule", { alphaSchedule: { onset: 1 } }],
    ["knobLayers", { knobLayers: ["relu"] }],
    ["precision", { precision: "bfloat16" }],
    ["microBatchSize", { microBatchSize: 10 }],
    ["sampling", { sampling: "stratified" }],
    ["knobMemory", { knobMemory: 0.9 }],
    ["convolutions", { convolutions: "winograd" }],
  ])("gives another id for another %s", (_, changes) => {
    expect(idWith(changes)).not.toBe(idWith({}));
  });

  test("gives another id for another alpha or seed, whatever those of the recipe are", () => {
    expect(idWith({}, 2)).not.toBe(idWith({}, 1));
    expect(idWith({}, 1, 1)).not.toBe(idWith({}, 1, 0));
    expect(idWith({ alpha: [-1, 0, 1], seed: [0, 1, 2] })).toBe(idWith({}));
  });

  test.each<[string, object]>([
    ["threads", { threads: 7 }],
    ["the device", { device: "cuda:1" }],
    ["what is expected", { expected: { accuracy: [0, 1] } }],
    ["the defaults being spelled out", { momentum: 0.9 }],
    ["convolutions being direct, or auto, which resolves to direct", { convolutions: "direct" }],
  ])("does not care about %s", (_, changes) => {
    expect(idWith(changes)).toBe(idWith({}));
  });

  test("does not care about the order of keys, at any depth", () => {
    const { augment, ...rest } = recipeWith({});
    const turned = { augment: { crop: augment.crop, flip: augment.flip }, ...rest };
    expect(createTrial(turned, 1, 0).id).toBe(idWith({}));
  });

  test("takes −0 for 0", () => {
    expect(idWith({}, -0)).toBe(idWith({}, 0));
    expect(Object.is(createTrial(recipeWith(), -0, 0).alpha, 0)).toBe(true);
  });
});

describe("trialsOf", () => {
  test("goes seed by seed, the control first, then the extremes inwards", () => {
    const trials = listTrials(recipeWith({ alpha: [-1, 0, 0.5, 20, -20], seed: [3, 1] }));
    expect(trials.map(({ alpha, seed }) => [seed, alpha])).toEqual([
      ...[0, 20, -20, -1, 0.5].map((alpha) => [3, alpha]),
      ...[0, 20, -20, -1, 0.5].map((alpha) => [1, alpha]),
    ]);
    expect(new Set(trials.map(({ id }) => id)).size).toBe(10);
  });
});
