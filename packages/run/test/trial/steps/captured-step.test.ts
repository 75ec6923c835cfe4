import { join } from "node:path";
import { type Batch, batches, registerModel } from "@selectivity-lab/vision";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mlpWithDropout } from "../../../../testing/src/dropout-model.js";
import { temporaryFolder } from "../../../../testing/src/folders.js";
import { writeTinyImages } from "../../../../testing/src/tiny-images.js";
import { tinyData, trialWith } from "../../../../testing/src/trials.js";
import { disposeData, type TrialData } from "../../../src/trial/setup/prepare.js";
import { CapturedStep, canRepeat } from "../../../src/trial/steps/captured-step.js";
import { EagerStep } from "../../../src/trial/steps/eager-step.js";
import { closeRun, openRun } from "../../../src/trial/steps/open-run.js";
import type { TrainStep } from "../../../src/trial/steps/train-step.js";
import type { TrainingRun } from "../../../src/trial/steps/training-run.js";

const home = temporaryFolder();
let data: TrialData;

beforeAll(async () => {
  data = await tinyData(writeTinyImages(join(home, "data")));
});
afterAll(() => disposeData(data));

/** Does the work each time: what a GPU replays, without one. */
const again = (_device: string, work: () => void) => ({ run: work });

/** Eleven steps with changing rates and alphas, the last batch short; what they came to and the weights in the end. */
function train(stepOf: (run: TrainingRun) => TrainStep, alphas: readonly number[], changes: object = {}) {
  const run = openRun(trialWith({ trainImages: 190, ...changes }), data);
  const step = stepOf(run);
  const losses: number[] = [];
  const take = (batch: Batch, index: number) => {
    run.optimizer.learningRate = 0.05 / (1 + index);
    const { loss, correct } = step.take(batch, alphas[index % alphas.length] as number, index);
    losses.push(loss.item());
    loss.dispose();
    correct.dispose();
  };
  let index = 0;
  const order = { batchSize: 20, shuffle: true, otherLabels: run.knob.labels };
  for (const batch of batches(data.train, run.train, order)) take(batch, index++);
  const weights = [...run.model.stateDict()].map(([name, tensor]) => [name, tensor.toTypedArray()] as const);
  step.dispose();
  closeRun(run);
  return { losses, weights };
}

const eagerly = (run: TrainingRun) => new EagerStep(run);

describe("a captured step", () => {
  test.each<[string, number[], object]>([
    ["with the knob", [0.5, -1, 2], {}],
    ["without the knob", [0], {}],
    ["with the knob going on and off", [0, 0.5], {}],
    ["with the knob on means and variances", [-1, 0.5], { measure: "dprime" }],
    ["with the knob on pairs of images", [-1, 0.5], { measure: "monosemanticity" }],
    ["with the knob on shuffled labels", [-1, 0.5], { knobLabels: "shuffled" }],
  ])("trains as an eager one does, %s", (_, alphas, changes) => {
    const eager = train(eagerly, alphas, changes);
    const captured = train((run) => new CapturedStep(run, again), alphas, changes);
    expect(captured.losses).toHaveLength(10);
    for (const [index, loss] of captured.losses.entries()) expect(loss).toBeCloseTo(eager.losses[index] as number, 4);
    // float32 in another order of sums; ten steps of it
    for (const [index, [name, values]] of captured.weights.entries())
      for (const [i, value] of Array.from(values, Number).entries())
        expect(Math.abs(value - Number(eager.weights[index]?.[1][i])), name).toBeLessThan(1e-4 * (1 + Math.abs(value)));
  });
});

test.each([{ measure: "hoyer" }, { knobLabels: "shuffled" }])("%j makes a different network", (changes) => {
  expect(train(eagerly, [-5], changes).weights).not.toEqual(train(eagerly, [-5]).weights);
  expect(train(eagerly, [0], changes).weights).toEqual(train(eagerly, [0]).weights);
});

test.each([
  ["the tiny network", {}, true],
  ["a network with dropout, whose masks change from step to step", { model: "mlp-dropout", modelOptions: {} }, false],
  ["a memory of class means", { knobMemory: 0.5 }, false],
])("whether a step can be replayed: %s", (_, changes, expected) => {
  registerModel(mlpWithDropout);
  const run = openRun(trialWith(changes), data);
  expect(canRepeat(run)).toBe(expected);
  closeRun(run);
});
