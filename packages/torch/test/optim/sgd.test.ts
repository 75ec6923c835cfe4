import { describe, expect, test } from "vitest";
import { StateError } from "../../src/modules/module.js";
import { SGD, type SGDOptions } from "../../src/optim/sgd.js";
import { liveTensors } from "../../src/runtime/runtime.js";
import { full, tensor } from "../../src/tensor/create.js";
import type { NestedNumbers } from "../../src/tensor/native-tensor.js";
import { operator } from "../../src/tensor/operator.js";
import { Parameter } from "../../src/tensor/parameter.js";
import { scope } from "../../src/tensor/scope.js";
import type { Tensor } from "../../src/tensor/tensor.js";
import reference from "../reference/sgd.json" with { type: "json" };

const stride = operator("aten::stride.int");

type Lists = Record<string, NestedNumbers>;

const parametersOf = (values: Lists) =>
  new Map(Object.entries(values).map(([name, value]) => [name, new Parameter(tensor(value))]));

/** Gives every parameter the gradient named: that of Σ gradient · parameter. */
function setGradients(parameters: ReadonlyMap<string, Parameter>, gradients: Lists): void {
  scope(() => {
    for (const [name, parameter] of parameters)
      parameter
        .mul(tensor(gradients[name] as NestedNumbers))
        .sum()
        .backward();
  });
}

function takeStep(sgd: SGD, parameters: ReadonlyMap<string, Parameter>, step: number): void {
  sgd.zeroGrad();
  setGradients(parameters, reference.gradients[step] as Lists);
  sgd.learningRate = reference.rates[step] as number;
  sgd.step();
}

/** Float32 steps with the roundings of another build: some units in the last place of values around 1. */
function expectClose(parameters: ReadonlyMap<string, Parameter>, expected: Lists): void {
  for (const [name, parameter] of parameters) {
    const values = ([expected[name]] as NestedNumbers[]).flat(3) as number[];
    const found = parameter.toTypedArray();
    for (const [i, value] of values.entries())
      expect(Math.abs(Number(found[i]) - value), `${name}[${i}]`).toBeLessThanOrEqual(
        1e-6 * Math.max(1, Math.abs(value)),
      );
  }
}

const variants: Record<keyof typeof reference.after, Omit<SGDOptions, "learningRate">> = {
  plain: {},
  "weight decay": { weightDecay: 0.1 },
  momentum: { momentum: 0.9 },
  "momentum and weight decay": { momentum: 0.9, weightDecay: 0.1 },
  nesterov: { momentum: 0.9, nesterov: true },
  "nesterov and weight decay": { momentum: 0.9, weightDecay: 0.1, nesterov: true },
};
const cases = Object.entries(variants) as [keyof typeof reference.after, (typeof variants)["plain"]][];

describe("SGD", () => {
  test("goes from 1 to 1 − 0.1 · 2, then by 0.1 · (0.9 · 2 + 2) with momentum 0.9", () => {
    const p = new Parameter(tensor([1]));
    const sgd = new SGD(new Map([["p", p]]), { learningRate: 0.1, momentum: 0.9 });
    for (const expected of [0.8, 0.42]) {
      sgd.zeroGrad();
      setGradients(new Map([["p", p]]), { p: [2] });
      sgd.step();
      expect(p.toArray()).toEqual([expect.closeTo(expected, 6)]);
    }
  });

  test.each(cases)("takes PyTorch's steps: %s", (name, options) => {
    const parameters = parametersOf(reference.start);
    const sgd = new SGD(parameters, { learningRate: 1, ...options });
    for (const [step, expected] of reference.after[name].entries()) {
      takeStep(sgd, parameters, step);
      expectClose(parameters, expected);
    }
  });

  test("goes on in the same bits after its state was saved and loaded", () => {
    const options = { learningRate: 1, momentum: 0.9, nesterov: true, weightDecay: 0.1 };
    const parameters = parametersOf(reference.start);
    const sgd = new SGD(parameters, options);
    for (const step of [0, 1, 2]) takeStep(sgd, parameters, step);
    const resumed = new Map(
      [...parameters].map(([name, parameter]) => [name, new Parameter(parameter.detach().clone())]),
    );
    const other = new SGD(resumed, options);
    other.loadStateDict(sgd.stateDict());
    for (const step of [3, 4]) {
      takeStep(sgd, parameters, step);
      takeStep(other, resumed, step);
    }
    for (const [name, parameter] of parameters) expect(resumed.get(name)?.toBytes()).toEqual(parameter.toBytes());
  });

  test("leaves a parameter without a gradient alone, weight decay or not", () => {
    const parameters = parametersOf({ used: [1], unused: [1] });
    const sgd = new SGD(parameters, { learningRate: 0.1, momentum: 0.9, weightDecay: 0.1 });
    setGradients(new Map([["used", parameters.get("used") as Parameter]]), { used: [1] });
    sgd.step();
    expect(parameters.get("unused")?.toArray()).toEqual([1]);
    expect([...sgd.stateDict().keys()]).toEqual(["used"]);
  });

  test("does nothing, and fails at nothing, when there are no gradients", () => {
    const parameters = parametersOf({ p: [1] });
    new SGD(parameters, { learningRate: 0.1 }).step();
    expect(parameters.get("p")?.toArray()).toEqual([1]);
  });

  test("keeps one tensor a parameter and no other", () => {
    const parameters = parametersOf({ a: [1], b: [2] });
    const sgd = new SGD(parameters, { learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.1 });
    const before = liveTensors();
    for (let step = 0; step < 3; step++) {
      setGradients(parameters, { a: [1], b: [1] });
      sgd.step();
    }
    expect(liveTensors()).toBe(before + 2);
    sgd.zeroGrad();
    expect(liveTensors()).toBe(before + 2);
  });

  test("keeps the velocity in the memory format of its parameter", () => {
    const weight = new Parameter(scope(() => full([2, 3, 4, 4], 1).contiguous("channels_last")));
    const sgd = new SGD(new Map([["weight", weight]]), { learningRate: 0.1, momentum: 0.9 });
    scope(() => {
      sgd.loadStateDict(new Map([["weight", full([2, 3, 4, 4], 2)]]));
      const velocity = sgd.stateDict().get("weight");
      expect(stride(velocity as Tensor, 1)).toBe(1); // from one channel of a pixel to the next
      expect(velocity?.sum().item()).toBe(2 * 96);
    });
  });

  test("refuses a state that is not its parameters', and keeps its own", () => {
    const parameters = parametersOf({ a: [1, 2] });
    const sgd = new SGD(parameters, { learningRate: 0.1, momentum: 0.9 });
    setGradients(parameters, { a: [3, 4] });
    sgd.step();
    scope(() => {
      const state = new Map([
        ["a", tensor([1])],
        ["b", tensor([1])],
      ]);
      expect(() => sgd.loadStateDict(state)).toThrow(StateError);
      expect(() => sgd.loadStateDict(state)).toThrow(/velocity of a: .*\[2\].*\[1\].*velocity of b: unexpected/s);
    });
    expect(sgd.stateDict().get("a")?.toArray()).toEqual([3, 4]);
  });

  test("refuses Nesterov without momentum", () => {
    expect(() => new SGD(new Map(), { learningRate: 0.1, nesterov: true })).toThrow(
      "SGD: nesterov needs a momentum above 0, got 0",
    );
  });
});
