/** Objectives, steps and the whole of APGD against PyTorch: reference/attacks.json, by reference/attacks.py, in float64. */
import { readFileSync } from "node:fs";
import { Generator, Linear, Module, noGrad, type Tensor, tensor } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { attack } from "../../src/attacks/attack.js";
import { createBall } from "../../src/attacks/budgets/create-ball.js";
import { completeOptions } from "../../src/attacks/engine/attack-options.js";
import { AttackState } from "../../src/attacks/engine/attack-state.js";
import { createAttackedModel } from "../../src/attacks/engine/attacked-model.js";
import {
  crossEntropies,
  logitRatios,
  margins,
  type Objective,
  targetedLogitRatios,
} from "../../src/attacks/engine/objectives.js";
import { runApgd } from "../../src/attacks/methods/apgd.js";
import { findAttack } from "../../src/attacks/methods/methods.js";
import { count } from "./support.js";

interface Listed {
  shape: number[];
  values: number[];
}

const reference = JSON.parse(readFileSync(new URL("../reference/attacks.json", import.meta.url), "utf8"));
const recorded = ({ shape, values }: Listed) => tensor(Float64Array.from(values), { shape });

/** The network of attacks.py. */
class Recorded extends Module {
  readonly fc1: Linear;
  readonly fc: Linear;

  constructor() {
    super();
    const { weights } = reference;
    const [hidden, inputs] = weights["fc1.weight"].shape;
    const generator = new Generator(0);
    this.fc1 = new Linear(inputs, hidden, { generator });
    this.fc = new Linear(hidden, weights["fc.bias"].shape[0], { generator });
    this.to({ dtype: "float64" });
    noGrad(() => {
      for (const [name, parameter] of this.namedParameters()) parameter.copy_(recorded(weights[name]));
    });
  }

  override forward(input: Tensor): Tensor {
    return this.fc.forward(this.fc1.forward(input.flatten(1)).relu());
  }
}

const attacked = createAttackedModel(new Recorded(), { mean: reference.mean, std: reference.std, classes: 5 });
const images = recorded(reference.images);
const labels = tensor(reference.labels, { dtype: "int64" });
const targets = tensor(reference.targets, { dtype: "int64" });
const common = { epsilon: reference.epsilon, seed: 0, indices: count(reference.labels.length), stopWhenBroken: false };

/** float64 on both sides; a hundred steps of rounding at 1e-16 each, amplified by the network's slope of some 10. */
function expectClose(actual: ArrayLike<number | bigint>, expected: readonly number[], tolerance = 1e-10) {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs(Number(actual[i]) - value)).toBeLessThan(tolerance);
}

const OBJECTIVES: Record<string, Objective> = {
  crossEntropy: crossEntropies,
  margin: margins,
  dlr: logitRatios,
  targetedDlr: targetedLogitRatios(targets),
};

describe("a attacked", () => {
  test("answers with PyTorch's logits", () => {
    expectClose(attacked.logits(images).toTypedArray(), reference.logits.values);
  });

  test.each(Object.entries(OBJECTIVES))("has PyTorch's %s and its gradient by the pixels", (name, objective) => {
    const { loss, gradient } = attacked.lossGradient(images, labels, objective);
    expectClose(loss.toTypedArray(), reference.objectives[name].loss);
    expectClose(gradient.toTypedArray(), reference.objectives[name].gradient.values);
  });
});

describe.each(["linf", "l2"] as const)("in %s", (norm) => {
  test("fgsm takes PyTorch's step", () => {
    const { adversarial } = attack(attacked, { images, labels }, { ...common, attack: "fgsm", norm });
    expectClose(adversarial.toTypedArray(), reference.fgsm[norm].values);
  });

  test("three steps of pgd from the image end where PyTorch's do", () => {
    const plan = { ...common, attack: "pgd", norm, steps: 3, stepSize: 0.03, randomStart: false };
    const { adversarial } = attack(attacked, { images, labels }, plan);
    expectClose(adversarial.toTypedArray(), reference.pgd[norm].values);
  });

  test.each(["crossEntropy", "dlr"])("apgd on %s passes through PyTorch's 40 losses, halving where it does", (name) => {
    const trace: number[][] = [];
    const watched: Objective = (logits, classes) => {
      const loss = (OBJECTIVES[name] as Objective)(logits, classes);
      trace.push(Array.from(loss.toTypedArray(), Number));
      return loss;
    };
    const plan = completeOptions(findAttack("apgd-ce"), 5, { ...common, attack: "apgd-ce", norm, steps: 40 });
    const state = new AttackState(attacked, { images, labels }, createBall(norm, reference.epsilon), plan);
    const start = { rows: common.indices, images, labels, points: recorded(reference.starts[norm]) };
    runApgd(
      state,
      start,
      () => watched,
      () => {},
    );
    const expected = reference.apgd[norm][name];
    for (const [i, { loss }] of expected.trace.entries()) expectClose(trace[i + 1] as number[], loss, 1e-8);
    expectClose(state.worst.loss, expected.bestLoss, 1e-8);
    expectClose(state.worst.adversarial.toTypedArray(), expected.best.values, 1e-8);
    expect(new Set(expected.trace.at(-1).stepSize).size, "images halve at different times").toBeGreaterThan(1);
  });
});
