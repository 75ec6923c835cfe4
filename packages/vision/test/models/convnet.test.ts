import { Generator } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { createModel } from "../../src/models/create-model.js";
import { describeConformance } from "./conformance.js";

describeConformance(/^(convnet|cnn11)$/);

const create = (name: string, options: Record<string, unknown> = {}) =>
  createModel(name, { inputShape: [3, 32, 32], classes: 10, options, generator: new Generator(0) });

describe("plain convolutional networks", () => {
  test("cnn11 has the eleven convolutions and the layer of 256 of its source", () => {
    const shapes = [...create("cnn11").namedParameters()].map(([name, { shape }]) => [name, shape] as const);
    const channels = shapes.filter(([name]) => name.startsWith("conv")).map(([, shape]) => shape[0]);
    expect(channels).toEqual([64, 64, 128, 128, 128, 256, 256, 256, 512, 512, 512]);
    expect(Object.fromEntries(shapes)["fc1.weight"]).toEqual([256, 512]);
    expect(create("cnn11").unitLayers()).toHaveLength(12);
  });

  test("without batch norm their convolutions have biases", () => {
    const names = [...create("convnet", { batchNorm: false }).namedParameters().keys()];
    expect(names).toContain("conv1.bias");
    expect(names.some((name) => name.startsWith("bn"))).toBe(false);
  });

  test.each<[Record<string, unknown>, string]>([
    [{ strides: [1, 2] }, 'option "strides" must have one value per convolution, 4 in all, got 2'],
    [{ hidden: 0 }, 'option "hidden" must be a whole number above 0'],
    [{ batchNorm: "maybe" }, 'option "batchNorm" must be one of "true", "false"'],
  ])("refuse %j", (options, message) => {
    expect(() => create("convnet", options)).toThrow(message);
  });
});
