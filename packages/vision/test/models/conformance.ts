/**
 * The contract of a model, as one suite: every model's test runs it.
 *
 * What PyTorch computes on the same weights and images was recorded in float64 by reference/models.py; here both float64
 * and float32 must agree with it.
 */
import { readFileSync } from "node:fs";
import { Generator, operator, scope, setMasks, type Tap, type Tensor, tensor } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { createModel } from "../../src/models/create-model.js";
import type { ImageModel } from "../../src/models/model.js";
import { type Fingerprint, fingerprint, setWeights, wave } from "./formula.js";

interface Case {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly images: number;
  readonly inputShape: [number, number, number];
  readonly classes: number;
  readonly parameters: number;
  readonly state: Readonly<Record<string, readonly number[]>>;
  readonly initial: Readonly<Record<string, Fingerprint>>;
  readonly train: {
    readonly logits: number[][];
    readonly unitMeans: Readonly<Record<string, Fingerprint>>;
    readonly gradients: Readonly<Record<string, Fingerprint>>;
  };
  readonly eval: { readonly logits: number[][] };
}

const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(new URL("../reference/models.json", import.meta.url), "utf8"),
);

const crossEntropy = operator("aten::cross_entropy_loss");

/** The network; where it has dropout, with the masks that reference/models.py draws. */
function make(of: Case, seed = 0): ImageModel {
  const model = createModel(of.name, { ...of, generator: new Generator(seed) });
  setMasks(model, { seed: 3, step: 5 });
  return model;
}

const batch = ({ images, inputShape }: Case, dtype: "float32" | "float64") =>
  scope(() => wave([images, ...inputShape], 0.013).to({ dtype, memoryFormat: "channels_last" }));

const labels = ({ images, classes }: Case) =>
  tensor(
    Array.from({ length: images }, (_, index) => index % classes),
    { dtype: "int64" },
  );

/** A tap that keeps the fingerprint of each layer's unit means, in order. */
class MeansTap implements Tap {
  readonly layers = new Map<string, Fingerprint>();

  wants(): boolean {
    return true;
  }

  record(layer: string, activation: Tensor): void {
    const means = activation.shape.length === 4 ? activation.mean([2, 3]) : activation; // [N, U]
    this.layers.set(layer, fingerprint(means));
  }
}

/** Within `tolerance` of the size of what is compared; a product with a wave may be small beside the norm. */
function expectFingerprint(actual: Fingerprint, expected: Fingerprint, tolerance: number, what: string): void {
  expect(actual.shape, what).toEqual(expected.shape);
  const size = expected.norm > 1e-12 ? expected.norm : 1; // of a bias that batch norm takes away again: 0 but for rounding
  expect(Math.abs(actual.norm - expected.norm), `norm of ${what}`).toBeLessThanOrEqual(tolerance * size);
  expect(Math.abs(actual.wave - expected.wave), `wave of ${what}`).toBeLessThanOrEqual(tolerance * size);
}

function expectLogits(actual: Tensor, expected: number[][], tolerance: number): void {
  const size = Math.max(...expected.flat().map(Math.abs));
  const values = [...actual.toTypedArray()].map(Number);
  expect(values).toHaveLength(expected.flat().length);
  for (const [index, value] of expected.flat().entries())
    expect(Math.abs((values[index] as number) - value)).toBeLessThanOrEqual(tolerance * size);
}

/** How far results may be off, relative to their size. */
interface Tolerance {
  readonly forward: number;
  readonly gradients: number;
}

/** The recorded numbers' own rounding. */
const FLOAT64: Tolerance = { forward: 1e-10, gradients: 1e-10 };

/** Some hundred roundings of 6e-8, averaged out. */
const FLOAT32: Tolerance = { forward: 1e-5, gradients: 1e-5 };

/**
 * Depth amplifies rounding in training: some five times what PyTorch's own float32, channels last, is off its float64.
 * resnet20 is not small enough to keep all of its 750,000 rectified numbers clear of zero: where one lies within rounding,
 * float32 rectifies it otherwise, and a gradient jumps, PyTorch's own by up to 1.5e-3.
 */
const DEEP_FLOAT32: Readonly<Record<string, Tolerance>> = {
  resnet20: { forward: 1e-5, gradients: 5e-3 },
  resnet18: { forward: 1e-5, gradients: 5e-5 },
  resnet34: { forward: 2e-5, gradients: 1e-4 },
  resnet50: { forward: 2e-4, gradients: 2e-3 },
  vgg16: { forward: 2e-5, gradients: 5e-5 },
  vgg16_bn: { forward: 2e-5, gradients: 5e-5 },
};

/** Runs the suite on every recorded case of a model whose name matches. */
export function describeConformance(names: RegExp): void {
  describe.each(cases.filter(({ name }) => names.test(name)))("$name as a model", (of) => {
    test("has PyTorch's names, shapes and number of parameters", () => {
      const model = make(of);
      const state = [...model.stateDict()].filter(([name]) => !name.endsWith("num_batches_tracked"));
      const expected = Object.entries(of.state).filter(([name]) => !name.endsWith("num_batches_tracked"));
      expect(Object.fromEntries(state.map(([name, { shape }]) => [name, shape]))).toEqual(Object.fromEntries(expected));
      expect(model.parameters().reduce((total, { numel }) => total + numel, 0)).toBe(of.parameters);
    });

    test("starts from PyTorch's weights for the same seed", () => {
      // Normal numbers differ in the last bits from one processor to the next.
      for (const [name, parameter] of make(of, 7).namedParameters())
        expectFingerprint(fingerprint(parameter), of.initial[name] as Fingerprint, 1e-6, name);
    });

    test("starts from the same bits for the same seed, and others for another", () => {
      const bits = (seed: number) =>
        JSON.stringify(
          make(of, seed)
            .parameters()
            .map((weight) => weight.toArray()),
        );
      expect(bits(1)).toBe(bits(1));
      expect(bits(1)).not.toBe(bits(2));
    });

    describe.each([
      ["float32", DEEP_FLOAT32[of.name] ?? FLOAT32],
      ["float64", FLOAT64],
    ] as const)("in %s", (dtype, { forward, gradients }) => {
      const prepared = () => {
        const model = make(of).to({ dtype, memoryFormat: "channels_last" });
        setWeights(model);
        return model;
      };

      test("computes PyTorch's logits, and shows every hidden layer by name and in order", () => {
        const tap = new MeansTap();
        const model = prepared();
        scope(() => expectLogits(model.forward(batch(of, dtype), tap), of.train.logits, forward));
        expect([...tap.layers.keys()]).toEqual(model.unitLayers());
        expect([...tap.layers.keys()]).toEqual(Object.keys(of.train.unitMeans));
        for (const [layer, means] of tap.layers)
          expectFingerprint(means, of.train.unitMeans[layer] as Fingerprint, forward, layer);
      });

      test("sends PyTorch's gradient to every parameter", () => {
        const model = prepared();
        scope(() => {
          crossEntropy(model.forward(batch(of, dtype)), labels(of)).backward();
          for (const [name, { grad }] of model.namedParameters())
            expectFingerprint(fingerprint(grad as Tensor), of.train.gradients[name] as Fingerprint, gradients, name);
        });
      });

      test("keeps PyTorch's running statistics, and evaluates with them", () => {
        const model = prepared();
        scope(() => model.forward(batch(of, dtype)));
        scope(() => expectLogits(model.eval().forward(batch(of, dtype)), of.eval.logits, forward));
      });
    });

    test("computes the same with a tap and without", () => {
      const model = make(of).eval();
      scope(() => {
        const images = batch(of, "float32");
        expect(model.forward(images, new MeansTap()).toArray()).toEqual(model.forward(images).toArray());
      });
    });

    test("refuses images of another shape than it was made for", () => {
      const model = make(of);
      const [channels, height, width] = of.inputShape;
      for (const shape of [
        [channels, height, width],
        [2, channels + 1, height, width],
        [2, channels, height + 4, width],
      ])
        scope(() =>
          expect(() => model.forward(wave(shape, 1))).toThrow(
            `forward: input must be [N, ${of.inputShape.join(", ")}]`,
          ),
        );
    });
  });
}
