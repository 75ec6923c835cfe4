import {
  BatchNorm2d,
  Conv2d,
  crossEntropy,
  Generator,
  gradients,
  Linear,
  Module,
  SGD,
  scope,
  type Tap,
  type Tensor,
  tensor,
} from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { expectClose, numbers } from "../../../testing/src/close.js";
import { type Listed, labelTensor, recorded } from "../../../testing/src/tensors.js";
import { knobLoss } from "../../src/knob/knob-loss.js";
import { selectivityTerm } from "../../src/knob/selectivity-term.js";
import { UnitRecorder } from "../../src/taps/unit-recorder.js";
import network from "../reference/knob.json" with { type: "json" };
import training from "../reference/training-step.json" with { type: "json" };

describe("knobLoss", () => {
  test("is the cross entropy minus alpha times the selectivity", () => {
    expect(knobLoss(tensor(2), tensor(0.25), 4).item()).toBe(1);
    expect(knobLoss(tensor(2), tensor(0.25), -4).item()).toBe(3);
  });

  test("is the cross entropy itself if alpha is 0 or the batch has no selectivity", () => {
    const loss = tensor(2);
    expect(knobLoss(loss, tensor(0.25), 0)).toBe(loss);
    expect(knobLoss(loss, null, 4)).toBe(loss);
  });
});

describe("the knob on a network of two hidden layers", () => {
  test.each(network.turns)("agrees with PyTorch at alpha $alpha, gradients included", (turn) => {
    const weights = Object.entries(network.weights).map(([, weight]) => recorded(weight).requireGrad());
    const [fc1, fc2, fc] = weights as [Tensor, Tensor, Tensor];
    const labels = labelTensor(network.labels);
    const relu1 = recorded(network.images).matmul(fc1.transpose(0, 1)).relu();
    const relu2 = relu1.matmul(fc2.transpose(0, 1)).relu();
    const logits = relu2.matmul(fc.transpose(0, 1));
    const unitMeans = new Map(Object.entries({ relu1, relu2 }));
    const { selectivity, classesPresent } = selectivityTerm(unitMeans, labels, { classes: 4 });
    const loss = knobLoss(crossEntropy(logits, labels), selectivity, turn.alpha);

    expect(classesPresent).toBe(3);
    expectClose(selectivity as Tensor, [turn.selectivity], { rtol: 1e-5 });
    expectClose(loss, [turn.loss], { rtol: 1e-5 });
    const inputs = { relu1, relu2, fc1, fc2, fc };
    const came = gradients([loss], Object.values(inputs)) as Tensor[];
    for (const [i, name] of Object.keys(inputs).entries())
      expectMatches(came[i] as Tensor, turn.gradients[name as keyof typeof inputs]);
  });
});

describe("training with the knob on", () => {
  test("agrees with PyTorch after three steps of SGD with momentum and weight decay", () => {
    const net = new ConvNet();
    net.loadStateDict(new Map(Object.entries(training.before).map(([name, values]) => [name, recorded(values)])));
    const losses = train(net, training.alpha, 3);
    expectClose(losses, training.losses, { rtol: 1e-5 });
    const after = new Map<string, Listed>(Object.entries(training.after));
    for (const [name, values] of net.stateDict()) expectMatches(values, after.get(name) as Listed);
  });

  test("has the same bits at alpha 0 as without a knob", () => {
    const [turnedOff, without] = [new ConvNet(), new ConvNet()];
    expect(train(turnedOff, 0, 3)).toEqual(train(without, null, 3));
    const bits = (net: Module) => [...net.stateDict().values()].map(numbers);
    expect(bits(turnedOff)).toEqual(bits(without));
  });
});

/** To 1e-5 of the largest number: the small ones are differences of large ones, rounded in another order. */
function expectMatches(actual: Tensor, { shape, values }: Listed): void {
  expect(actual.shape).toEqual(shape);
  expectClose(actual, values, { rtol: 1e-5, atol: 1e-5 * Math.max(...values.map(Math.abs)) });
}

class ConvNet extends Module {
  readonly #generator = new Generator(0);
  readonly conv1 = new Conv2d(2, 4, 3, { generator: this.#generator, padding: 1, bias: false });
  readonly bn1 = new BatchNorm2d(4);
  readonly conv2 = new Conv2d(4, 6, 3, { generator: this.#generator, stride: 2, padding: 1 });
  readonly fc = new Linear(6, 3, { generator: this.#generator });

  override forward(images: Tensor, tap?: Tap): Tensor {
    const relu1 = this.bn1.forward(this.conv1.forward(images)).relu();
    tap?.record("relu1", relu1);
    const relu2 = this.conv2.forward(relu1).relu();
    tap?.record("relu2", relu2);
    return this.fc.forward(relu2.mean([2, 3]));
  }
}

/** Trains on the recorded batch; with alpha `null`, the loop does not use the knob at all. Returns the losses. */
function train(net: ConvNet, alpha: number | null, steps: number): number[] {
  const images = recorded(training.images);
  const labels = labelTensor(training.labels);
  const sgd = new SGD(net.namedParameters(), { learningRate: 0.1, momentum: 0.9, weightDecay: 5e-4 });
  return Array.from({ length: steps }, () =>
    scope(() => {
      const recorder = new UnitRecorder();
      const loss = scope(() => {
        if (alpha === null) return crossEntropy(net.forward(images), labels);
        const plain = crossEntropy(net.forward(images, recorder), labels);
        return knobLoss(plain, selectivityTerm(recorder.means, labels, { classes: 3 }).selectivity, alpha);
      });
      sgd.zeroGrad();
      loss.backward();
      sgd.step();
      return loss.item();
    }),
  );
}
