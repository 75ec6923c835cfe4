import { Generator } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { createModel } from "../../src/models/create-model.js";
import type { ImageShape } from "../../src/models/model.js";
import { describeConformance } from "./conformance.js";

describeConformance(/^vgg16$/);

const create = (options: Record<string, unknown> = {}, inputShape: ImageShape = [3, 32, 32]) =>
  createModel("vgg16", { inputShape, classes: 10, options, generator: new Generator(0) });

describe("vgg16", () => {
  test("has the features of torchvision's vgg16_bn, and one hidden layer of 512", () => {
    const sizes = [...create().namedParameters()].map(([name, { numel }]) => ({ part: name.split(".")[0], numel }));
    const count = (of: string) =>
      sizes.filter(({ part }) => part === of).reduce((total, { numel }) => total + numel, 0);
    const classifierOfTorchvision = (25_088 + 1) * 4096 + (4096 + 1) * 4096 + (4096 + 1) * 1000;
    expect(count("features")).toBe(138_365_992 - classifierOfTorchvision);
    expect(count("classifier")).toBe((512 + 1) * 512 + (512 + 1) * 10);
  });

  test("calls its hidden layers by the places of torchvision's ReLUs", () => {
    expect(create({ width: 2 }).unitLayers()).toEqual([
      ...[2, 5, 9, 12, 16, 19, 22, 26, 29, 32, 36, 39, 42].map((place) => `features.${place}`),
      "classifier.1",
    ]);
  });

  test("refuses images that its max-pools would leave nothing of", () => {
    expect(() => create({}, [1, 28, 32])).toThrowErrorMatchingInlineSnapshot(`
      [ModelError: vgg16: images must be at least 32 × 32, got 28 × 32.
        5 max-pools halve them: nothing would be left. A ResNet takes images of any size.]
    `);
  });
});
