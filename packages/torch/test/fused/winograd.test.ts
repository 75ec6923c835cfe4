import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { convolve3x3 } from "../../src/fused/convolve-3x3.js";
import { kernels, withKernels } from "../../src/runtime/kernels.js";
import { autocast } from "../../src/runtime/precision.js";
import { getThreads, setThreads } from "../../src/runtime/runtime.js";
import { gradients } from "../../src/tensor/autograd.js";
import { ones, randn, tensor, zeros } from "../../src/tensor/create.js";
import { Generator } from "../../src/tensor/generator.js";
import { operator } from "../../src/tensor/operator.js";
import { scope } from "../../src/tensor/scope.js";
import type { Tensor } from "../../src/tensor/tensor.js";
import { gradcheck } from "../modules/gradcheck.js";
import { slowWinograd } from "./slow-winograd.js";
import { expectEach, fingerprint } from "./support.js";

const winograd = operator("selectivity::winograd");
const conv2d = operator("aten::conv2d");
const direct = (x: Tensor, weight: Tensor) => conv2d(x, weight, null, 1, 1);

type Shape = readonly [N: number, C: number, K: number, H: number, W: number];
type Convolve = (x: Tensor, weight: Tensor) => Tensor;

const { supported } = kernels();
const forms = (["avx512", "avx2"] as const).filter((form) => supported.includes(form));
const threads = getThreads();
afterEach(() => setThreads(threads));

interface Case {
  x: Tensor;
  weight: Tensor;
  gradient: Tensor;
}

/** Activations are rectified, as those of networks are, and weights are those of Kaiming's initialization. */
function createCase([N, C, K, H, W]: Shape, seed = 1): Case {
  const generator = new Generator(seed);
  const weight = randn([K, C, 3, 3], generator).mul(Math.sqrt(2 / (9 * C)));
  return { x: randn([N, C, H, W], generator).relu(), weight, gradient: randn([N, K, H, W], generator) };
}

const widen = ({ x, weight, gradient }: Case): Case => ({
  x: x.to({ dtype: "float64" }),
  weight: weight.to({ dtype: "float64" }),
  gradient: gradient.to({ dtype: "float64" }),
});

/** The output and the gradients by images and weights. */
function runPasses(convolve: Convolve, given: Case) {
  const [x, weight] = [given.x.detach().clone().requireGrad(), given.weight.detach().clone().requireGrad()];
  const y = convolve(x, weight);
  const [ofX, ofWeight] = gradients([y.mul(given.gradient).sum()], [x, weight]);
  return { forward: y.detach(), backwardData: ofX as Tensor, backwardWeights: ofWeight as Tensor };
}

/** Errors in units of the root mean square of the exact values. */
function errorsOf(actual: Tensor, exact: Tensor) {
  const scale = exact.square().mean().sqrt();
  const error = actual.to({ dtype: "float64" }).sub(exact).div(scale);
  return { rms: error.square().mean().sqrt().item(), max: error.abs().reshape([-1]).amax(0).item() };
}

// The networks' shapes, one pixel, one row, odd sizes, tiles that are mostly outside, channels in eights, in sixteens and above 64.
const shapes: Shape[] = [
  [2, 16, 16, 32, 32],
  [2, 32, 32, 16, 16],
  [3, 64, 64, 8, 8],
  [2, 8, 8, 28, 28],
  [1, 8, 16, 1, 1],
  [1, 16, 8, 1, 20],
  [5, 24, 40, 7, 3],
  [1, 72, 80, 5, 9],
  [2, 96, 160, 4, 6],
  [1, 8, 512, 3, 3],
  [2, 512, 16, 2, 2],
  [1, 256, 128, 4, 4],
];

/**
 * Root mean squares of roundings grow with the square root of the number of terms; the transforms magnify them. The weights' gradient is summed in
 * registers and chunks, 16 tiles' pixels to a term. Over 1,500 shapes at random in each form the largest root mean square was 0.71 of the bound.
 * The greatest error is that of the rarest products: with one tile, 590,000 weights' gradients are single products of values from a normal
 * distribution, and the greatest error was 19 of the bound; 40 leaves that much again. A wrong term would be a million times the bound.
 */
function expectExact(shape: Shape, seed: number, run: (given: Case) => ReturnType<typeof runPasses>): void {
  const [N, C, K, H, W] = shape;
  const given = createCase(shape, seed);
  const [actual, exact] = [run(given), runPasses(direct, widen(given))];
  const terms = { forward: C, backwardData: K, backwardWeights: (N * H * W) / 16 };
  for (const pass of ["forward", "backwardData", "backwardWeights"] as const) {
    const { rms, max } = errorsOf(actual[pass], exact[pass]);
    const bound = 2e-7 * Math.sqrt(16 + terms[pass]);
    expect(rms, `${shape} ${pass}`).toBeLessThan(bound);
    expect(max, `${shape} ${pass}`).toBeLessThan(40 * bound);
  }
}

describe.each(forms)("winograd, in its %s form", (form) => {
  const run = (given: Case) => withKernels(form, () => runPasses(winograd, given));

  test.each(shapes)("is exact to a bounded error on N %i, C %i, K %i, %i × %i pixels", (...shape) => {
    scope(() => expectExact(shape, 1, run));
  });

  test("is exact to a bounded error on shapes at random", () => {
    const channels = fc.constantFrom(8, 16, 24, 32, 48, 64, 72, 96, 128, 256, 512);
    const side = fc.integer({ min: 1, max: 20 });
    const shape = fc
      .tuple(fc.integer({ min: 1, max: 4 }), channels, channels, side, side)
      .filter((sizes) => sizes.reduce((product, size) => product * size) < 2e6); // so that float64 takes milliseconds
    const seed = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(shape, seed, (sizes, own) => scope(() => expectExact(sizes, own, run))),
      { numRuns: 80 },
    );
  });

  test.each([2, 3, 8, 64])("gives the bits of one thread with %i threads", (count) => {
    for (const shape of shapes.slice(0, 4))
      scope(() => {
        const given = createCase(shape);
        setThreads(1);
        const one = Object.values(run(given)).map(fingerprint);
        setThreads(count);
        expect(Object.values(run(given)).map(fingerprint), shape.join()).toEqual(one);
      });
  });

  test("computes an image as it does alone, whatever the other images of its batch", () => {
    scope(() => {
      const { x, weight } = createCase([5, 16, 32, 7, 9]);
      const all = withKernels(form, () => winograd(x, weight));
      const alone = withKernels(form, () => winograd(x.narrow(0, 3, 1), weight));
      expect(fingerprint(alone)).toBe(fingerprint(all.narrow(0, 3, 1)));
    });
  });

  test("takes images and weights in any memory format", () => {
    scope(() => {
      const { x, weight, gradient } = createCase([2, 16, 24, 6, 5]);
      const turn = (value: Tensor) => value.to({ memoryFormat: "channels_last" });
      const turned = run({ x: turn(x), weight: turn(weight), gradient: turn(gradient) });
      expectEach(run({ x, weight, gradient }), turned, 0);
    });
  });

  test("spreads a value that is not finite over the tile of its pixel and the pixels next to it, in every output", () => {
    const near = (pixel: number, size: number) =>
      Array.from({ length: size }, (_, i) => Math.floor(i / 4) === Math.floor(pixel / 4) || Math.abs(i - pixel) <= 1);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      for (const [row, column] of [
        [0, 0],
        [3, 4],
        [5, 9],
        [10, 10],
      ] as const)
        scope(() => {
          const { x, weight } = createCase([2, 8, 8, 11, 11]);
          x.select(0, 1).select(0, 2).select(0, row).select(0, column).fill_(value);
          const values = Array.from(withKernels(form, () => winograd(x, weight)).toTypedArray(), Number);
          const [rows, columns] = [near(row, 11), near(column, 11)];
          const expected = values.map((_, i) => i < 8 * 121 || !(rows[Math.floor(i / 11) % 11] && columns[i % 11]));
          expect(values.map(Number.isFinite)).toEqual(expected);
        });
  });
});

describe("winograd", () => {
  test.skipIf(forms.length < 2)("has the same bits in its AVX-512 and its AVX2 form", () => {
    for (const shape of shapes)
      scope(() => {
        const given = createCase(shape);
        const [first, second] = forms.map((form) =>
          withKernels(form, () => Object.values(runPasses(winograd, given)).map(fingerprint)),
        );
        expect(second, shape.join()).toEqual(first);
      });
  });

  test.skipIf(forms.length === 0)("adds nine neighbors where images and weights are ones", () => {
    const y = scope(() =>
      winograd(ones([1, 8, 3, 3]), ones([8, 8, 3, 3]).div(8))
        .select(1, 0)
        .toArray(),
    );
    const rounded = (y as number[][][]).map((image) =>
      image.map((row) => row.map((value) => Math.round(value * 1e4) / 1e4)),
    );
    expect(rounded).toEqual([
      [
        [4, 6, 4],
        [6, 9, 6],
        [4, 6, 4],
      ],
    ]);
  });

  test("in its slow form is the convolution, with the gradients that central differences give", () => {
    scope(() => {
      const given = widen(createCase([2, 2, 3, 5, 6]));
      expectEach(runPasses(slowWinograd, given), runPasses(direct, given), 1e-13);
      gradcheck((x, weight) => slowWinograd(x, weight).mul(given.gradient).sum(), [given.x, given.weight]);
    });
  });

  test.skipIf(forms.length === 0)("can be differentiated twice, by libtorch's operators", () => {
    scope(() => {
      const given = createCase([2, 8, 16, 6, 5]);
      const second = (convolve: Convolve, { x, weight, gradient }: Case) => {
        const [images, filters] = [x.detach().clone().requireGrad(), weight.detach().clone().requireGrad()];
        const [ofX] = gradients([convolve(images, filters).mul(gradient).square().sum()], [images], {
          createGraph: true,
        });
        const [again, mixed] = gradients([(ofX as Tensor).square().sum()], [images, filters]);
        return { again: again as Tensor, mixed: mixed as Tensor };
      };
      // three convolutions in a row, each with its rounding error
      expectEach(second(winograd, given), second(direct, widen(given)), 1e-4);
    });
  });

  test("refuses what it cannot compute, by name", () => {
    const refused = () => scope(() => winograd(zeros([1, 6, 4, 4]), zeros([8, 6, 3, 3])));
    expect(() => withKernels(supported[0] ?? "baseline", refused)).toThrow(
      forms.length > 0 ? /multiples of 8, got Float \[1, 6, 4, 4\]/ : /it needs a processor with AVX2/,
    );
    expect(() => withKernels("baseline", refused)).toThrow("winograd: the baseline kernels have none");
  });
});

describe("convolve3x3", () => {
  const bitsOf = (convolve: Convolve, given: Case) => Object.values(runPasses(convolve, given)).map(fingerprint);

  test.skipIf(forms.length === 0)("is Winograd's form for float32 channels in eights", () => {
    const given = createCase([2, 16, 8, 9, 9]);
    expect(bitsOf(convolve3x3, given)).toEqual(bitsOf(winograd, given));
  });

  test.each<[string, Case]>([
    ["channels that are not in eights", createCase([2, 6, 8, 9, 9])],
    ["outputs that are not in eights", createCase([2, 8, 10, 9, 9])],
    ["float64", widen(createCase([2, 8, 8, 9, 9]))],
    ["maps of one pixel", createCase([4, 16, 16, 1, 1])],
    ["maps of one row", createCase([4, 16, 16, 1, 20])],
    ["maps of 5 × 5 pixels, most of whose four tiles lie outside", createCase([4, 16, 16, 5, 5])],
  ])("is libtorch's convolution for %s", (_, given) => {
    expect(bitsOf(convolve3x3, given)).toEqual(bitsOf(direct, given));
  });

  test("is libtorch's convolution in the baseline form of the kernels", () => {
    const given = createCase([2, 16, 8, 9, 9]);
    expect(withKernels("baseline", () => bitsOf(convolve3x3, given))).toEqual(bitsOf(direct, given));
  });

  test("is libtorch's convolution in bfloat16 under autocast", () => {
    const { x, weight } = createCase([2, 16, 8, 9, 9]);
    const [own, libtorchs] = [convolve3x3, direct].map((convolve) => autocast("cpu", () => convolve(x, weight)));
    expect(own?.dtype).toBe("bfloat16");
    expect(fingerprint(own as Tensor)).toBe(fingerprint(libtorchs as Tensor));
  });

  test("takes a batch of no images", () => {
    expect(convolve3x3(zeros([0, 8, 4, 4]), zeros([8, 8, 3, 3])).shape).toEqual([0, 8, 4, 4]);
  });

  test("adds a bias, whose gradient is the sum of the output's", () => {
    scope(() => {
      const { x, weight } = createCase([2, 16, 8, 7, 6]);
      const bias = tensor([1, 2, 3, 4, 5, 6, 7, 8]).requireGrad();
      const y = convolve3x3(x, weight, bias);
      expectEach({ y: y.detach() }, { y: conv2d(x, weight, bias.detach(), 1, 1) }, 1e-5);
      expect(gradients([y.sum()], [bias])[0]?.toArray()).toEqual(Array(8).fill(2 * 7 * 6));
    });
  });

  test("refuses shapes that do not fit, as libtorch does", () => {
    expect(() => convolve3x3(zeros([1, 16, 4, 4]), zeros([8, 8, 3, 3]))).toThrow(/16 channels/);
  });
});
