import { measureNames } from "@selectivity-lab/selectivity";
import { describe, expect, test } from "vitest";
import { listAlphas, listSeeds, recipeSchema } from "../../src/recipe/schema.js";

describe("recipeSchema", () => {
  test("completes an empty recipe with its defaults", () => {
    expect(recipeSchema.parse({})).toEqual({
      dataset: "fashion-mnist",
      imageSize: null,
      damagedImages: "refuse",
      classOrder: "text",
      model: "resnet20",
      modelOptions: {},
      trainImages: null,
      validationImages: 5000,
      countsAtMost: [],
      epochs: 200,
      batchSize: 128,
      microBatchSize: null,
      sampling: "shuffled",
      learningRate: 0.1,
      momentum: 0.9,
      weightDecay: 1e-4,
      schedule: { name: "constant" },
      augment: { flip: false, crop: 0 },
      alpha: 0,
      alphaSchedule: { onset: 0, warmup: 0, offset: null },
      knobLayers: "all",
      measure: "index",
      knobLabels: "true",
      measures: ["index"],
      knobMemory: 0,
      seed: 0,
      threads: "auto",
      plugins: [],
      checkpointMinutes: 10,
      device: "cpu",
      precision: "float32",
      convolutions: "direct",
    });
  });

  test("has the promised keys, and more, each with its meaning", () => {
    const keys =
      "dataset imageSize damagedImages classOrder model modelOptions trainImages validationImages countsAtMost epochs batchSize microBatchSize sampling learningRate momentum weightDecay " +
      "schedule augment alpha alphaSchedule knobLayers measure knobLabels measures knobMemory seed threads plugins checkpointMinutes device precision convolutions expected";
    expect(Object.keys(recipeSchema.shape)).toEqual(keys.split(" "));
    for (const [key, { description }] of Object.entries(recipeSchema.shape)) expect(description, key).toBeTruthy();
  });

  test("takes a complete recipe as it is, so that a stored one can be read again", () => {
    const recipe = recipeSchema.parse({ schedule: "one-cycle", alpha: [-1, 0, 1], augment: { flip: true } });
    expect(recipeSchema.parse(recipe)).toEqual(recipe);
  });

  test("fills in the parts of a schedule", () => {
    const { schedule } = recipeSchema.parse({ schedule: { name: "steps", milestones: [3], warmup: { epochs: 0.5 } } });
    expect(schedule).toEqual({ name: "steps", milestones: [3], factor: 0.1, warmup: { epochs: 0.5, startFactor: 0 } });
  });
});

describe("selectivity measures in a recipe", () => {
  test.each([
    ["auc", ["index", "auc"]],
    [
      ["monosemanticity", "hoyer", "index", "hoyer"],
      ["index", "hoyer", "monosemanticity"],
    ],
    ["all", [...measureNames]],
  ])("%j is a list with the index, in the order of the lab", (measures, expected) => {
    const recipe = recipeSchema.parse({ measures });
    expect(recipe.measures).toEqual(expected);
    expect(recipeSchema.parse(recipe)).toEqual(recipe);
  });

  test("knobLabels: true of YAML is the word", () => {
    expect(recipeSchema.parse({ knobLabels: true }).knobLabels).toBe("true");
    expect(recipeSchema.safeParse({ knobLabels: false }).success).toBe(false);
  });

  test("the knob does not train on ranks, which have no gradient", () => {
    expect(recipeSchema.safeParse({ measure: "dprime" }).success).toBe(true);
    expect(recipeSchema.safeParse({ measure: "auc" }).success).toBe(false);
  });

  test("a memory of class means is refused with a measure of something else", () => {
    expect(recipeSchema.safeParse({ measure: "hoyer", knobMemory: 0.5 }).success).toBe(true);
    expect(recipeSchema.safeParse({ measure: "dprime", knobMemory: 0.5 }).error?.issues[0]?.message).toBe(
      "expected 0 for measure dprime, which is not computed from class means alone",
    );
  });
});

describe("alphasOf, seedsOf", () => {
  test("make a list of one value, and name each of many once", () => {
    expect(listAlphas({ alpha: 2 })).toEqual([2]);
    expect(listAlphas({ alpha: [1, 0, 1] })).toEqual([1, 0]);
    expect(listSeeds({ seed: [3, 3, 0] })).toEqual([3, 0]);
  });
});
