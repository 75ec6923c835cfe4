import { join } from "node:path";
import { knobLoss, selectivityTerm, UnitRecorder } from "@selectivity-lab/selectivity";
import { cat, crossEntropy, scope, type Tensor } from "@selectivity-lab/torch";
import { type Batch, batches, registerModel } from "@selectivity-lab/vision";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mlpWithDropout } from "../../../../testing/src/dropout-model.js";
import { temporaryFolder } from "../../../../testing/src/folders.js";
import { writeTinyImages } from "../../../../testing/src/tiny-images.js";
import { tinyData, trialWith } from "../../../../testing/src/trials.js";
import { disposeData, type TrialData } from "../../../src/trial/setup/prepare.js";
import { closeRun, openRun } from "../../../src/trial/steps/open-run.js";
import type { TrainingRun } from "../../../src/trial/steps/training-run.js";

const home = temporaryFolder();
const STEP = 3;
const mlp = { model: "mlp", modelOptions: { widths: [16, 8] } };
let data: TrialData;

beforeAll(async () => {
  data = await tinyData(writeTinyImages(join(home, "data")));
});
afterAll(() => disposeData(data));

const parts = ({ images, labels, otherLabels }: Batch, size: number) =>
  Array.from({ length: Math.ceil(labels.numel / size) }, (_, index) => {
    const count = Math.min(size, labels.numel - index * size);
    const [some, other] = [labels, otherLabels].map((of) => of.narrow(0, index * size, count)) as [Tensor, Tensor];
    return { images: images.narrow(0, index * size, count), labels: some, otherLabels: other };
  });

/** The definition: all parts in one graph, selectivity of all images together. */
function wholeLoss({ model, data: { train } }: TrainingRun, batch: Batch, size: number, alpha: number): Tensor {
  const forwards = parts(batch, size).map(({ images }) => {
    const recorder = new UnitRecorder();
    return { logits: model.forward(images, recorder), means: recorder.means };
  });
  const first = forwards[0]?.means as ReadonlyMap<string, Tensor>;
  const means = new Map(
    [...first.keys()].map((layer) => [
      layer,
      cat(
        forwards.map((part) => part.means.get(layer) as Tensor),
        0,
      ),
    ]),
  );
  const entropy = crossEntropy(
    cat(
      forwards.map(({ logits }) => logits),
      0,
    ),
    batch.labels,
  );
  return knobLoss(entropy, selectivityTerm(means, batch.labels, { classes: train.classes.length }).selectivity, alpha);
}

/** Gradients of all parameters, and buffers, that `work` leaves. */
function left(changes: object, work: (run: TrainingRun, batch: Batch) => void) {
  const run = openRun(trialWith({ learningRate: 1e-30, weightDecay: 0, ...changes }), data);
  const order = { batchSize: 50, otherLabels: run.knob.labels };
  for (const batch of batches(data.train, run.train.slice(0, 50), order)) scope(() => work(run, batch));
  const values = (tensors: Iterable<readonly [string, Tensor | null | undefined]>) =>
    [...tensors].map(([name, tensor]) => [name, Array.from(tensor?.toTypedArray() ?? [], Number)] as const);
  const found = {
    gradients: values([...run.model.namedParameters()].map(([name, { grad }]) => [name, grad] as const)),
    buffers: values(run.model.namedBuffers()),
  };
  closeRun(run);
  return found;
}

function expectAlike(came: ReturnType<typeof left>, expected: ReturnType<typeof left>) {
  for (const kind of ["gradients", "buffers"] as const)
    for (const [index, [name, values]] of expected[kind].entries()) {
      const other = came[kind][index]?.[1] as number[];
      const apart = Math.hypot(...values.map((value, i) => value - (other[i] as number)));
      // float32 sums in another order; where terms of 0.01 and more cancel, 1e-7 of those is what is left
      expect(apart, name).toBeLessThanOrEqual(2e-5 * Math.hypot(...values) + 1e-6);
    }
}

describe("a step in two passes", () => {
  test.each([
    ["without batch norm, in equal parts", mlp, 10, 20],
    ["without batch norm, the last part smaller", mlp, 16, -20],
    ["with batch norm, each part a batch of its own", {}, 10, 20],
    ["with batch norm, alpha 0", {}, 10, 0],
  ])("has the gradient of the whole batch's loss %s", (_, changes, size, alpha) => {
    const expected = left(changes, (run, batch) => wholeLoss(run, batch, size, alpha).backward());
    const came = left({ ...changes, microBatchSize: size }, (run, batch) => {
      const { loss, correct } = run.step.take(batch, alpha, STEP);
      loss.dispose();
      correct.dispose();
    });
    expectAlike(came, expected);
  });

  test.each([{}, { measure: "dprime" }, { knobLabels: "shuffled" }])(
    "is the plain step where one part is the whole batch, and there is no batch norm (%j)",
    (changes) => {
      const take = (run: TrainingRun, batch: Batch) => {
        const { loss, correct, images } = run.step.take(batch, 5, STEP);
        expect(images).toBe(50);
        loss.dispose();
        correct.dispose();
      };
      expectAlike(left({ ...mlp, ...changes, microBatchSize: 50 }, take), left({ ...mlp, ...changes }, take));
    },
  );

  // the masks of an image are the same in a part of any size as in the whole batch, and in both passes
  test.each([50, 16])("is the plain step under dropout too, in parts of %d images", (size) => {
    const dropout = { model: "mlp-dropout", modelOptions: {} };
    registerModel(mlpWithDropout);
    const take = (run: TrainingRun, batch: Batch) => {
      const { loss, correct } = run.step.take(batch, 5, STEP);
      loss.dispose();
      correct.dispose();
    };
    const whole = left(dropout, take);
    expectAlike(left({ ...dropout, microBatchSize: size }, take), whole);
    const otherStep = left(dropout, (run, batch) => {
      const { loss, correct } = run.step.take(batch, 5, STEP + 1);
      loss.dispose();
      correct.dispose();
    });
    expect(() => expectAlike(otherStep, whole)).toThrow();
  });

  test("differs from the sum of the parts' own terms: selectivity does not add up", () => {
    const sum = left(mlp, (run, batch) => {
      for (const part of parts(batch, 10)) wholeLoss(run, part, 10, 20).mul(0.2).backward();
    });
    const whole = left(mlp, (run, batch) => wholeLoss(run, batch, 10, 20).backward());
    expect(() => expectAlike(sum, whole)).toThrow();
  });
});
