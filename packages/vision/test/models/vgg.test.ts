import { Generator, rand, scope, setMasks, type Tensor } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { createModel } from "../../src/models/create-model.js";
import type { ImageShape } from "../../src/models/model.js";
import { describeConformance } from "./conformance.js";

describeConformance(/^vgg16(_bn)?$/);

const create = (
  options: Record<string, unknown> = {},
  inputShape: ImageShape = [3, 32, 32],
  name = "vgg16",
  classes = 10,
) => createModel(name, { inputShape, classes, options, generator: new Generator(0) });

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
        to do: use a ResNet, which takes images of any size: here five max-pools halve them]
    `);
  });
});

describe("vgg16_bn", () => {
  test("has the parameters of torchvision's vgg16_bn, by number, name and shape", () => {
    const model = create({}, [3, 224, 224], "vgg16_bn", 1000);
    const shapes = new Map([...model.stateDict()].map(([name, { shape }]) => [name, shape]));
    expect(model.parameters().reduce((total, { numel }) => total + numel, 0)).toBe(138_365_992); // torchvision's own count
    expect([...shapes].filter(([name]) => name.startsWith("classifier"))).toEqual([
      ["classifier.0.weight", [4096, 25_088]],
      ["classifier.0.bias", [4096]],
      ["classifier.3.weight", [4096, 4096]],
      ["classifier.3.bias", [4096]],
      ["classifier.6.weight", [1000, 4096]],
      ["classifier.6.bias", [1000]],
    ]);
    expect(shapes.get("features.41.running_var")).toEqual([512]);
    for (const tensor of model.stateDict().values()) tensor.dispose();
  });

  const small = (options = {}) => create({ width: 2, hidden: 6, ...options }, [3, 32, 32], "vgg16_bn");

  test("names its hidden layers by the places of torchvision's ReLUs, the classifier's too", () => {
    expect(small().unitLayers()).toEqual([...create({ width: 2 }).unitLayers(), "classifier.4"]);
  });

  test("records what units answer before dropout leaves some out", () => {
    const shown = (dropout: number) => {
      const model = small({ dropout });
      setMasks(model, { seed: 0, step: 0 });
      const units = new Map<string, number[]>();
      const tap = {
        wants: () => true,
        record: (layer: string, activation: Tensor) =>
          void units.set(layer, Array.from(activation.toTypedArray(), Number)),
      };
      const images = rand([8, 3, 32, 32], new Generator(1));
      const logits = scope(() => Array.from(model.forward(images, tap).toTypedArray(), Number));
      return { first: units.get("classifier.1"), logits };
    };
    const [without, half] = [shown(0), shown(0.5)];
    expect(half.first).toEqual(without.first);
    expect(half.logits).not.toEqual(without.logits);
  });

  test("refuses to leave out every unit, or a share that is none", () => {
    for (const dropout of [1, -0.1, "half"])
      expect(() => small({ dropout })).toThrow('option "dropout" must be a number from 0 to below 1');
  });
});
