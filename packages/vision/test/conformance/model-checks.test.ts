import { Generator, Linear, type Tap, type Tensor } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { listModelChecks } from "../../src/conformance/model-checks.js";
import { FAMILIES } from "../../src/models/families.js";
import { ImageModel, type ModelFamily, type ModelSpec } from "../../src/models/model.js";

/** Small networks: the contract does not depend on their size. */
const SMALL: Readonly<Record<string, Parameters<typeof listModelChecks>[1]>> = {
  mlp: { options: { widths: [8, 4] } },
  convnet: { options: { widths: [4, 6], hidden: 5 } },
  resnet8: { options: { width: 2 } },
  resnet18: { options: { width: 2, stem: "cifar" } },
  vgg16: { options: { width: 2 }, inputShape: [1, 32, 32] },
  vgg16_bn: { options: { width: 2, hidden: 8 }, inputShape: [1, 32, 32] },
};

describe.each(FAMILIES.map((family) => [family.names[0] as string, family] as const))("%s", (name, family) => {
  test.each(listModelChecks(family, SMALL[name]).map(({ name: requirement, run }) => [requirement, run] as const))(
    "%s",
    async (_, run) => run(),
  );
});

/** Records a layer that it does not name, draws its weights from one seed, and takes images of any shape. */
class Careless extends ImageModel {
  readonly fc: Linear;

  constructor({ inputShape, classes }: ModelSpec) {
    super(inputShape);
    this.fc = new Linear(1, classes, { generator: new Generator(0) });
  }

  unitLayers(): string[] {
    return ["relu"];
  }

  forward(images: Tensor, tap?: Tap): Tensor {
    const mean = images.flatten(1).mean([1], true);
    tap?.record("hidden", mean);
    return this.fc.forward(mean);
  }
}

test("a careless model fails the checks that it should fail, and no others", async () => {
  const careless: ModelFamily = {
    names: ["careless"],
    answersTo: (name) => name === "careless",
    options: [],
    create: (_, spec) => new Careless(spec),
  };
  const failed: string[] = [];
  for (const { name, run } of listModelChecks(careless))
    try {
      await run();
    } catch {
      failed.push(name);
    }
  expect(failed).toEqual([
    "gives the same weights for the same seed, and different ones for another",
    "records every layer that unitLayers() names, in order, as [N, U] or [N, U, H, W]",
    "goes on with what a tap puts in place of each layer, also with more rows than images",
    "refuses images of a different shape",
  ]);
});
