import { philox4x32 } from "@selectivity-lab/base";
import { describe, expect, test } from "vitest";
import { Dropout, findDropouts, type MaskPlace, setMasks } from "../../src/modules/dropout.js";
import type { Module } from "../../src/modules/module.js";
import { Sequential } from "../../src/modules/sequential.js";
import { liveTensors, setThreads } from "../../src/runtime/runtime.js";
import { ones, rand } from "../../src/tensor/create.js";
import { Generator } from "../../src/tensor/generator.js";
import { scope } from "../../src/tensor/scope.js";
import type { Tensor } from "../../src/tensor/tensor.js";
import { gradcheck } from "./gradcheck.js";

const place: MaskPlace = { seed: 2 ** 40 + 1, step: 7 };

/** A layer that has its masks. */
function dropout(p: number, at: MaskPlace = place): Dropout {
  const layer = new Dropout(p);
  setMasks(layer, at);
  return layer;
}

/** What a layer leaves of ones. */
const left = (layer: Module, shape = [50, 40]) =>
  scope(() => Array.from(layer.forward(ones(shape)).toTypedArray(), Number));

describe("dropout in training", () => {
  test("keeps what philox says, image by image: a word that is, as a signed number, at least (p − ½) · 2³²", () => {
    const masks = left(dropout(0.25, { ...place, firstImage: 3 }), [2, 6]);
    const expected = [3, 4].flatMap((image) => {
      const words = [0, 1].flatMap((block) => [...philox4x32([image, 7, block, 10], [1, 2 ** 8])]).slice(0, 6);
      return words.map((word) => ((word | 0) >= -(2 ** 30) ? 1 / 0.75 : 0));
    });
    for (const [i, value] of expected.entries()) expect(masks[i]).toBeCloseTo(value, 6);
    expect(new Set(expected).size).toBe(2);
  });

  test.each([0.1, 0.5, 0.9])("leaves out a share of %d, and scales the rest so that the mean stays", (p) => {
    const masks = left(dropout(p), [200, 500]);
    const out = masks.filter((value) => value === 0).length / masks.length;
    expect(Math.abs(out - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / masks.length)); // four standard errors
    for (const value of masks) expect(Math.min(value, Math.abs(value - 1 / (1 - p)))).toBeLessThan(1e-6);
  });

  test("leaves out other units for another seed, step, image and layer, half of them the same by chance", () => {
    const net = new Sequential(new Dropout(), new Dropout());
    setMasks(net, place);
    const [first, second] = findDropouts(net) as [Dropout, Dropout];
    const others = [
      dropout(0.5, { ...place, seed: place.seed + 1 }),
      dropout(0.5, { ...place, step: 8 }),
      dropout(0.5, { ...place, firstImage: 50 }),
      second,
    ];
    const masks = left(first);
    expect(left(dropout(0.5))).toEqual(masks);
    for (const other of others.map((layer) => left(layer))) {
      const same = other.filter((value, i) => value === masks[i]).length / masks.length;
      expect(Math.abs(same - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / masks.length));
    }
  });

  test("draws the same masks again and again, with any number of threads, for a part of a batch too", () => {
    const layer = dropout(0.5);
    const masks = left(layer);
    setThreads(1);
    expect(left(layer)).toEqual(masks);
    setThreads(2);
    expect(left(dropout(0.5, { ...place, firstImage: 20 }), [30, 40])).toEqual(masks.slice(20 * 40));
  });

  test("sends gradients through what it kept, scaled alike", () => {
    scope(() => {
      const layer = dropout(0.3);
      gradcheck((x: Tensor) => layer.forward(x).square().sum(), [rand([4, 6], new Generator(0))]);
      const x = ones([4, 6]).requireGrad();
      layer.forward(x).sum().backward();
      expect((x.grad as Tensor).toArray()).toEqual(layer.forward(ones([4, 6])).toArray());
    });
  });

  test("takes maps as well as rows, and keeps the dtype", () => {
    scope(() => {
      const maps = ones([2, 3, 4, 5]).to({ dtype: "bfloat16" });
      const kept = dropout(0.5).forward(maps);
      expect([kept.shape, kept.dtype]).toEqual([[2, 3, 4, 5], "bfloat16"]);
    });
  });

  test("is an error where nobody said which masks to draw, never the same ones by accident", () => {
    expect(() => new Dropout().forward(ones([1, 1]))).toThrow("call setMasks(network, { seed, step })");
  });
});

test("dropout in evaluation, and at p = 0, returns the very tensor", () => {
  scope(() => {
    const x = ones([2, 2]);
    expect(new Dropout().eval().forward(x)).toBe(x);
    expect(new Dropout(0).forward(x)).toBe(x);
  });
});

test.each([1, -0.5, Number.NaN])("dropout refuses p = %d", (p) => {
  expect(() => new Dropout(p)).toThrow(RangeError);
});

test("dropout leaves no tensors behind but its result", () => {
  const before = liveTensors();
  left(dropout(0.5));
  expect(liveTensors()).toBe(before);
});
