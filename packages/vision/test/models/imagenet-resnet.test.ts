import { Generator, scope, zeros } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { createModel } from "../../src/models/create-model.js";
import type { ModelSpec } from "../../src/models/model.js";
import { describeConformance } from "./conformance.js";

describeConformance(/^resnet(18|34|50)$/);

const create = (name: string, changes: Partial<ModelSpec> = {}) =>
  createModel(name, { inputShape: [3, 64, 64], classes: 10, options: {}, generator: new Generator(0), ...changes });

describe("the ImageNet ResNets", () => {
  test.each([
    ["resnet18", 11_689_512],
    ["resnet34", 21_797_672],
    ["resnet50", 25_557_032],
  ])("%s has torchvision's %i parameters on 1000 classes", (name, count) => {
    const sizes = create(name, { inputShape: [3, 224, 224], classes: 1000 })
      .parameters()
      .map(({ numel }) => numel);
    expect(sizes.reduce((total, size) => total + size, 0)).toBe(count);
  });

  test("show the stem, and each block within and at its end", () => {
    const narrow = { options: { width: 2 } };
    expect(create("resnet18", narrow).unitLayers()).toEqual([
      "relu",
      ...["layer1.0.relu1", "layer1.0.relu2", "layer1.1.relu1", "layer1.1.relu2"],
      ...["layer2.0.relu1", "layer2.0.relu2", "layer2.1.relu1", "layer2.1.relu2"],
      ...["layer3.0.relu1", "layer3.0.relu2", "layer3.1.relu1", "layer3.1.relu2"],
      ...["layer4.0.relu1", "layer4.0.relu2", "layer4.1.relu1", "layer4.1.relu2"],
    ]);
    expect(create("resnet50", narrow).unitLayers().slice(0, 4)).toEqual([
      "relu",
      "layer1.0.relu1",
      "layer1.0.relu2",
      "layer1.0.relu3",
    ]);
  });

  test.each([
    ["imagenet", [32, 16]],
    ["no-maxpool", [32, 32]],
    ["cifar", [64, 64]],
  ])("with stem %s see 64 × 64 images as maps of side %j in the stem and the first stage", (stem, sides) => {
    const maps: number[] = [];
    const tap = {
      wants: () => true,
      record: (layer: string, { shape }: { shape: readonly number[] }) => {
        if (layer === "relu" || layer === "layer1.0.relu1") maps.push(shape[2] as number);
      },
    };
    scope(() => void create("resnet18", { options: { stem, width: 2 } }).forward(zeros([1, 3, 64, 64]), tap));
    expect(maps).toEqual(sides);
  });

  test.each([
    ["resnet18", { width: 2 }],
    ["resnet50", { width: 2, stem: "imagenet" }],
  ])("%s have torchvision's stem unless told otherwise", (name, options) => {
    expect(create(name, { options }).stateDict().get("conv1.weight")?.shape).toEqual([2, 3, 7, 7]);
  });

  test("refuse a stem that there is not", () => {
    expect(() => create("resnet18", { options: { stem: "tiny" } })).toThrow(
      'resnet18: option "stem" must be one of "imagenet", "no-maxpool", "cifar", got "tiny".',
    );
  });
});
