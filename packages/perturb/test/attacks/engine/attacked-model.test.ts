import { BatchNorm2d, crossEntropy, gradients, noGrad, scope, type Tensor } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { createAttackedModel } from "../../../src/attacks/engine/attacked-model.js";
import { AttackError } from "../../../src/attacks/engine/error.js";
import { crossEntropies } from "../../../src/attacks/engine/objectives.js";
import { Network, plain, quarters, randomImages, trainedNetwork } from "../support.js";

const numbers = (values: Tensor) => Array.from(values.toTypedArray(), Number);

describe("createAttackedModel", () => {
  test("normalises inside, and evaluates with running statistics", () => {
    scope(() => {
      const { model, attacked } = trainedNetwork();
      const { images } = quarters(8, 5);
      const expected = noGrad(() => model.eval().forward(images.sub(0.5).div(0.25)));
      model.train();
      expect(numbers(attacked.logits(images))).toEqual(numbers(expected));
    });
  });

  test("has the gradient that autograd gives by the pixels, of each image by itself", () => {
    scope(() => {
      const { model, attacked } = trainedNetwork();
      const { images, labels } = quarters(8, 5);
      const { gradient } = attacked.lossGradient(images, labels, crossEntropies);
      const pixels = images.clone().requireGrad();
      const mean = crossEntropy(model.eval().forward(pixels.sub(0.5).div(0.25)), labels);
      const [expected] = gradients([mean.mul(8)], [pixels]); // of the sum, not of the mean
      const largest = Math.max(...numbers(expected as Tensor).map(Math.abs));
      for (const [i, value] of numbers(expected as Tensor).entries())
        expect(Math.abs(value - (numbers(gradient)[i] as number))).toBeLessThan(1e-5 * largest); // sums in another order
    });
  });

  test("agrees with central differences through batch norm in evaluation, in float64", () => {
    scope(() => {
      const { model } = trainedNetwork();
      model.to({ dtype: "float64" });
      const attacked = createAttackedModel(model, { mean: [0.5], std: [0.25], classes: 4 });
      const { images: float32, labels } = scope(() => quarters(2, 5));
      const images = float32.to({ dtype: "float64" });
      const { gradient } = attacked.lossGradient(images, labels, crossEntropies);
      const total = (moved: Tensor) => crossEntropies(attacked.logits(moved), labels).sum().item();
      for (const place of [0, 9, 37, 64, 101]) {
        const at = (by: number) => {
          const moved = images.clone();
          noGrad(() => moved.flatten().narrow(0, place, 1).add_(by));
          return total(moved);
        };
        const slope = (at(1e-6) - at(-1e-6)) / 2e-6;
        // Truncation and rounding of a step of 1e-6 are both near 1e-10 of a slope of about 1.
        expect(Math.abs(slope - (numbers(gradient)[place] as number))).toBeLessThan(1e-7);
      }
    });
  });

  test("puts modes and wishes back also when the network throws", () => {
    const norm = new BatchNorm2d(1);
    norm.weight.requireGrad(false);
    const network = Object.assign(
      new Network(() => {
        throw new Error("no answer");
      }),
      { norm },
    );
    network.train();
    expect(() => plain(network, 2).logits(randomImages([1, 1, 2, 2]))).toThrow("no answer");
    expect([network.training, norm.training]).toEqual([true, true]);
    expect([norm.weight.requiresGrad, norm.bias.requiresGrad]).toEqual([false, true]);
  });

  test("refuses a normalisation or a number of classes that cannot be", () => {
    const network = new Network((images) => images.flatten(1));
    expect(() => createAttackedModel(network, { mean: [0.5], std: [0], classes: 10 })).toThrow(
      "std above 0, got [0.5] and [0]",
    );
    expect(() => createAttackedModel(network, { mean: [0.5, 0.5], std: [1], classes: 10 })).toThrow(AttackError);
    expect(() => plain(network, 1)).toThrow("classes must be a whole number from 2, got 1");
  });

  test("refuses a network of other classes, and one that answers NaN", () => {
    scope(() => {
      const images = randomImages([2, 1, 2, 2]);
      const network = new Network((input) => input.flatten(1));
      expect(() => plain(network, 10).logits(images)).toThrow("must return logits [2, 10]");
      const diverged = new Network((input) => input.flatten(1).mul(Number.NaN));
      expect(() => plain(diverged, 4).logits(images)).toThrow("logits must be finite");
    });
  });
});
