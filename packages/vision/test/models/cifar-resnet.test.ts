import { Generator, scope, zeros } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { createModel } from "../../src/models/create-model.js";
import { ModelError } from "../../src/models/error.js";
import type { ImageShape } from "../../src/models/model.js";
import { describeConformance } from "./conformance.js";

describeConformance(/^resnet(8|14|20)$/);

const create = (name: string, options: Record<string, unknown> = {}, inputShape: ImageShape = [3, 32, 32]) =>
  createModel(name, { inputShape, classes: 10, options, generator: new Generator(0) });

const parameters = (name: string) =>
  create(name)
    .parameters()
    .reduce((total, { numel }) => total + numel, 0);

describe("the CIFAR ResNets", () => {
  test("have the published numbers of parameters, in millions", () => {
    const millions = (name: string) => Number((parameters(name) / 1e6).toFixed(2));
    expect(["resnet20", "resnet32", "resnet44", "resnet56"].map(millions)).toEqual([0.27, 0.46, 0.66, 0.85]);
  });

  test("of depth 20 have 269,722 parameters on ten classes of colour images", () => {
    expect(parameters("resnet20")).toBe(269_722);
  });

  test("start convolutions at variance 2 / fan out, scales at 1, shifts at 0", () => {
    const state = create("resnet20").stateDict();
    const weight = state.get("layer3.2.conv2.weight");
    const { variance, mean } = scope(() => ({
      variance: weight?.square().mean().item() ?? 0,
      mean: weight?.mean().item() ?? 1,
    }));
    // Of 36,864 numbers: the mean within 4 of its standard deviations, the variance too (each √(2/n) of itself).
    expect(Math.abs(mean)).toBeLessThan((4 * Math.sqrt(2 / 576)) / Math.sqrt(36_864));
    expect(Math.abs(variance * (576 / 2) - 1)).toBeLessThan(4 * Math.sqrt(2 / 36_864));
    expect(state.get("bn1.weight")?.toArray()).toEqual(new Array(16).fill(1));
    expect(state.get("bn1.bias")?.toArray()).toEqual(new Array(16).fill(0));
  });

  test("show the stem, and each block within and at its end", () => {
    expect(create("resnet8").unitLayers()).toEqual([
      "relu",
      "layer1.0.relu1",
      "layer1.0.relu2",
      "layer2.0.relu1",
      "layer2.0.relu2",
      "layer3.0.relu1",
      "layer3.0.relu2",
    ]);
  });

  test("take odd widths and odd images too", () => {
    const logits = scope(() => create("resnet8", { width: 3 }, [1, 7, 5]).forward(zeros([2, 1, 7, 5])).shape);
    expect(logits).toEqual([2, 10]);
  });

  test.each([
    ["resnet19", "resnet20"],
    ["resnet2", "resnet8"],
    ["resnet48", "resnet44"],
    ["resnet0", "resnet8"],
  ])("have no depth like %s; the nearest is %s", (name, near) => {
    expect(() => create(name)).toThrow(ModelError);
    expect(() => create(name)).toThrow(`use ${near}, the nearest`);
  });

  test("leave torchvision's names alone, also those that are 6n + 2", () => {
    expect(create("resnet50").unitLayers()).toContain("layer4.2.relu3");
    expect(() => create("resnet152")).toThrow('There is no model "resnet152"');
    expect(create("resnet38").unitLayers()).toHaveLength(37);
  });

  test("refuse a width that is no whole number above 0", () => {
    expect(() => create("resnet8", { width: 0 })).toThrow(
      'resnet8: option "width" must be a whole number above 0, got 0.',
    );
  });
});
