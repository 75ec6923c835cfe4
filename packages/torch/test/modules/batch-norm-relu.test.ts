import { describe, expect, test } from "vitest";
import { batchNormRelu } from "../../src/modules/batch-norm-relu.js";
import { BatchNorm2d } from "../../src/modules/batch-norm2d.js";
import { randn, tensor } from "../../src/tensor/create.js";
import { Generator } from "../../src/tensor/generator.js";
import { scope } from "../../src/tensor/scope.js";
import type { Tensor } from "../../src/tensor/tensor.js";
import { gradcheck } from "./gradcheck.js";

describe("batchNormRelu", () => {
  test("rectifies what is normalised plus the residual, and shows the result to the tap", () => {
    scope(() => {
      const bn = new BatchNorm2d(1).eval(); // running mean 0, variance 1: the identity but for ε
      const recorded: [string, Tensor][] = [];
      const tap = {
        wants: () => true,
        record: (layer: string, activation: Tensor) => void recorded.push([layer, activation]),
      };
      const residual = tensor([[[[0.5, -4]]]]);
      const activation = batchNormRelu(bn, tensor([[[[1, 2]]]]), { layer: "relu2", residual, tap });
      expect(activation.flatten().toArray()).toEqual([expect.closeTo(1.5, 4), 0]);
      expect(recorded).toEqual([["relu2", activation]]);
    });
  });

  test.each([true, false])("has the gradient of central differences, training: %s", (training) => {
    scope(() => {
      const generator = new Generator(0);
      const bn = new BatchNorm2d(3).to({ dtype: "float64" }).train(training);
      const [input, residual, weighting] = [0, 1, 2].map(() => randn([2, 3, 2, 2], generator, { dtype: "float64" }));
      const loss = (input: Tensor, residual: Tensor) =>
        batchNormRelu(bn, input, { layer: "relu", residual })
          .mul(weighting as Tensor)
          .sum();
      gradcheck(loss, [input as Tensor, residual as Tensor]);
    });
  });
});
