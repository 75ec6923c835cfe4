import { describe, expect, test } from "vitest";
import { AvgPool2d } from "../../src/modules/avg-pool2d.js";
import { batchNormRelu } from "../../src/modules/batch-norm-relu.js";
import { BatchNorm2d } from "../../src/modules/batch-norm2d.js";
import { Conv2d } from "../../src/modules/conv2d.js";
import { crossEntropy } from "../../src/modules/cross-entropy.js";
import { Flatten } from "../../src/modules/flatten.js";
import { GlobalAvgPool2d } from "../../src/modules/global-avg-pool2d.js";
import { Identity } from "../../src/modules/identity.js";
import { Linear } from "../../src/modules/linear.js";
import { MaxPool2d } from "../../src/modules/max-pool2d.js";
import { Module } from "../../src/modules/module.js";
import { ReLU } from "../../src/modules/relu.js";
import { Sequential } from "../../src/modules/sequential.js";
import { tensor } from "../../src/tensor/create.js";
import { Generator } from "../../src/tensor/generator.js";
import { scope } from "../../src/tensor/scope.js";
import type { Tensor } from "../../src/tensor/tensor.js";
import reference from "../reference/modules.json" with { type: "json" };
import { expectRecorded, fromRecorded, type RecordedCase, type RecordedTensor, stateFromRecorded } from "./recorded.js";

const generator = new Generator(0);

/** A block's end whose shortcut is its input. */
class BatchNormRelu extends Module {
  readonly bn = new BatchNorm2d(4);

  forward(input: Tensor): Tensor {
    return batchNormRelu(this.bn, input, { layer: "bn", residual: input });
  }
}

const modules: Record<keyof typeof reference.cases, () => Module> = {
  linear: () => new Linear(5, 3, { generator }),
  linearWithoutBias: () => new Linear(5, 3, { generator, bias: false }),
  conv2d: () => new Conv2d(4, 3, 3, { generator }),
  conv2dStridedPaddedWithoutBias: () => new Conv2d(4, 6, 3, { generator, stride: 2, padding: 1, bias: false }),
  conv2dDilatedGrouped: () => new Conv2d(4, 6, [3, 2], { generator, dilation: [2, 1], groups: 2 }),
  batchNorm2dTraining: () => new BatchNorm2d(4),
  batchNorm2dEvaluating: () => new BatchNorm2d(4),
  batchNormReluTraining: () => new BatchNormRelu(),
  batchNormReluEvaluating: () => new BatchNormRelu(),
  relu: () => new ReLU(),
  identity: () => new Identity(),
  flatten: () => new Flatten(),
  maxPool2d: () => new MaxPool2d(2),
  maxPool2dOverlapping: () => new MaxPool2d(3, { stride: 2, padding: 1 }),
  avgPool2d: () => new AvgPool2d(2),
  avgPool2dPadded: () => new AvgPool2d(3, { stride: 2, padding: 1 }),
  globalAvgPool2d: () => new GlobalAvgPool2d(),
  sequential: () =>
    new Sequential(
      new Conv2d(4, 3, 3, { generator, bias: false }),
      new BatchNorm2d(3),
      new ReLU(),
      new GlobalAvgPool2d(),
      new Flatten(),
      new Linear(3, 2, { generator }),
    ),
};

const cases = Object.entries(reference.cases as Record<string, RecordedCase>);
const make = (name: string) => modules[name as keyof typeof modules]();

describe("agrees with PyTorch, forward and backward", () => {
  test.each(cases)("%s", (name, recorded) => {
    scope(() => {
      const module = make(name).train(recorded.training);
      module.loadStateDict(stateFromRecorded(recorded.state));
      const input = fromRecorded(recorded.input).requireGrad();
      const output = module.forward(input);
      expectRecorded(output, recorded.output, "output");
      output.backward(fromRecorded(recorded.gradient));
      expectRecorded(input.grad, recorded.inputGradient, "gradient of the input");
      for (const [parameter, gradient] of Object.entries(recorded.parameterGradients))
        expectRecorded(module.namedParameters().get(parameter)?.grad, gradient, `gradient of ${parameter}`);
      for (const [name, value] of Object.entries(recorded.stateAfter))
        expectRecorded(module.stateDict().get(name), value, `${name} afterwards`);
    });
  });
});

describe("names its state as PyTorch does", () => {
  test.each(cases)("%s", (name, { state }) => {
    expect([...make(name).stateDict()].map(([name, { shape }]) => [name, shape])).toEqual(
      Object.entries(state).map(([name, { shape }]) => [name, shape]),
    );
  });
});

test("crossEntropy agrees with PyTorch, forward and backward", () => {
  scope(() => {
    const recorded = reference.crossEntropy as {
      logits: RecordedTensor;
      gradient: RecordedTensor;
    } & typeof reference.crossEntropy;
    const logits = fromRecorded(recorded.logits).requireGrad();
    const loss = crossEntropy(logits, tensor(recorded.labels, { dtype: "int64" }));
    expectRecorded(loss, { shape: [], values: [recorded.loss] }, "loss");
    loss.backward();
    expectRecorded(logits.grad, recorded.gradient, "gradient of the logits");
  });
});
