/** Weights under the names of well-known code answer here what they answer in PyTorch; reference/name-dialects.py made them. */
import { join } from "node:path";
import { readWeightsFile } from "@selectivity-lab/run";
import { Generator, noGrad, scope, tensor } from "@selectivity-lab/torch";
import { createModel } from "@selectivity-lab/vision";
import { describe, expect, test } from "vitest";
import { fitNames } from "../../src/measure/foreign-names.js";
import { NAME_DIALECTS, REFUSED_NETWORKS } from "../../src/measure/name-dialects.js";
import reference from "../reference/name-dialects.json" with { type: "json" };

const fileOf = (name: string) => join(import.meta.dirname, "../reference/dialects", `${name}.pt`);
const values = Float32Array.from({ length: 2 * 3 * 32 * 32 }, (_, i) => Math.sin(i + 1));

/** Single precision through fifty layers. */
const TOLERANCE = 1e-5;

function create(model: string, options: Readonly<Record<string, unknown>>) {
  return createModel(model, { inputShape: [3, 32, 32], classes: 10, options, generator: new Generator(0) });
}

describe.each(reference.cases)("$name", ({ name, model, options, logits }) => {
  test("answers as in PyTorch", () => {
    scope(() => {
      const network = create(model, options);
      const { tensors, dialect, left } = fitNames(readWeightsFile(fileOf(name)).tensors, network);
      expect([NAME_DIALECTS.some((known) => known.name === dialect), left]).toEqual([true, []]);
      network.loadStateDict(tensors);
      const images = tensor(values, { shape: [2, 3, 32, 32] });
      const answers = noGrad(() => network.eval().forward(images))
        .flatten()
        .toArray() as number[];
      const scale = Math.max(...logits.map(Math.abs));
      for (const [i, logit] of logits.entries())
        expect(Math.abs((answers[i] as number) - logit) / scale).toBeLessThan(TOLERANCE);
    });
  });

  test("is read from within a training module as well", () => {
    scope(() => {
      const network = create(model, options);
      const { tensors } = readWeightsFile(fileOf(name));
      const wrapped = new Map([...tensors].map(([key, value]) => [`model.encoder.${key}`, value]));
      const [any] = tensors.values();
      if (any) wrapped.set("loss_fn.weight", any);
      const fitted = fitNames(wrapped, network);
      expect([fitted.prefix, fitted.left]).toEqual(["model.encoder.", ["loss_fn.weight"]]);
      expect(() => network.loadStateDict(fitted.tensors)).not.toThrow();
    });
  });
});

describe("networks that resemble those here", () => {
  const reasonFor = (model: string, ...names: string[]) =>
    REFUSED_NETWORKS.find(({ isIt }) => isIt(new Set(names), model))?.reason;

  test.each([
    ["resnet20", ["conv1.weight", "bn1.weight", "layer2.0.downsample.0.weight"], /option B/],
    ["resnet18", ["conv1.weight", "bn1.weight", "layer2.0.conv1.weight"], /option A/],
    ["resnet50", ["pytorchcv.layer1.0.conv3.weight"], /strides in the first/],
    ["resnet18", ["conv1.weight", "layer1.0.bn1.weight", "layer2.0.downsample.0.weight"], /pre-activation/],
  ])("%s is refused with the reason", (model, names, reason) => {
    expect(reasonFor(model, ...names)).toMatch(reason);
  });

  test("torchvision's own are not", () => {
    const names = ["conv1.weight", "bn1.weight", "layer1.0.bn1.weight", "layer2.0.downsample.0.weight"];
    expect(reasonFor("resnet18", ...names)).toBeUndefined();
  });
});
