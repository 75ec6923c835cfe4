import { describe, expect, test } from "vitest";
import { override, parseOverrides } from "../../src/recipe/overrides.js";

describe("parseOverrides", () => {
  test.each<[string, object]>([
    ["epochs=5", { epochs: 5 }],
    ["alpha=-1,0,1", { alpha: [-1, 0, 1] }],
    ["alpha=-0.5, 2e1", { alpha: [-0.5, 20] }],
    ["seed=0..4", { seed: [0, 1, 2, 3, 4] }],
    ["seed=0..2,7", { seed: [0, 1, 2, 7] }],
    ["schedule=cosine", { schedule: "cosine" }],
    ["schedule={name: steps, milestones: [1, 2]}", { schedule: { name: "steps", milestones: [1, 2] } }],
    ["augment.flip=true", { "augment.flip": true }],
    ["learningRate=1e-3", { learningRate: 0.001 }],
    ["weightDecay=1E-4", { weightDecay: 0.0001 }],
    ["trainImages=null", { trainImages: null }],
    ["knobLayers=relu,layer1.0.relu1", { knobLayers: ["relu", "layer1.0.relu1"] }],
    ["alpha=−1", { alpha: -1 }],
    ["alpha=−0.5,0, 2e−1", { alpha: [-0.5, 0, 0.2] }],
    ["alpha=[−1, 0]", { alpha: [-1, 0] }],
    ["modelOptions={least: −.5, text: '−1'}", { modelOptions: { least: -0.5, text: "−1" } }],
    ["dataset=a − 1", { dataset: "a − 1" }],
    ["epochs=1_0", { epochs: "1_0" }],
    ['alpha=[-1, 0, "1"]', { alpha: [-1, 0, "1"] }],
    ["expected.source=a=b", { "expected.source": "a=b" }],
  ])("reads %s", (word, values) => {
    expect(parseOverrides([word])).toEqual(values);
  });

  test("lets a later word win", () => {
    expect(parseOverrides(["epochs=5", "seed=1", "epochs=6"])).toEqual({ epochs: 6, seed: 1 });
  });

  test.each([
    ["epochs", /expected key=value, such as epochs=5/],
    ["=5", /expected key=value/],
    ["alpha=[1,", /\[1,: Flow sequence must end with a \]/],
    ["alpha=-1,{", /\{: Flow map must end with a \}/],
    ["seed=4..0", /4\.\.0: expected an ascending range/],
    ["seed=0..99999999999", /at most 10000 numbers/],
  ])("refuses %s", (word, message) => {
    expect(() => parseOverrides([word])).toThrow(expect.objectContaining({ name: "RecipeError" }));
    expect(() => parseOverrides([word])).toThrow(message);
  });
});

describe("override", () => {
  const values = { epochs: 5, augment: { flip: true, crop: 4 }, modelOptions: { width: 8 } };
  const overridden = (...words: string[]) => override(values, parseOverrides(words));

  test("replaces the value of a plain key whole, so that a part can be left out", () => {
    expect(overridden("augment={crop: 2}")).toEqual({ ...values, augment: { crop: 2 } });
    expect(overridden("modelOptions={}")).toEqual({ ...values, modelOptions: {} });
  });

  test("replaces that of a dotted key alone", () => {
    expect(overridden("augment.crop=2")).toEqual({ ...values, augment: { flip: true, crop: 2 } });
    expect(overridden("alphaSchedule.onset=3")).toEqual({ ...values, alphaSchedule: { onset: 3 } });
    expect(overridden("epochs.of=3")).toEqual({ ...values, epochs: { of: 3 } });
  });

  test("goes word by word", () => {
    expect(overridden("augment={}", "augment.flip=false").augment).toEqual({ flip: false });
    expect(overridden("augment.flip=false", "augment={}").augment).toEqual({});
    expect(overridden("augment={}", "augment.flip=false", "augment={crop: 1}").augment).toEqual({ crop: 1 });
  });

  test("leaves the values as they were, and what all objects share", () => {
    overridden("augment.crop=2", "__proto__.polluted=1");
    expect(values.augment.crop).toBe(4);
    expect({}).not.toHaveProperty("polluted");
  });
});
