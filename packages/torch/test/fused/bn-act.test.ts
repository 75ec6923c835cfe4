import { afterEach, describe, expect, test } from "vitest";
import { type BnActOptions, bnAct } from "../../src/fused/bn-act.js";
import { getThreads, setThreads } from "../../src/runtime/runtime.js";
import { gradients, noGrad } from "../../src/tensor/autograd.js";
import { ones, randn, tensor, zeros } from "../../src/tensor/create.js";
import type { DType } from "../../src/tensor/dtype.js";
import { Generator } from "../../src/tensor/generator.js";
import { operator } from "../../src/tensor/operator.js";
import type { Tensor } from "../../src/tensor/tensor.js";
import { expectEach, fingerprint, relativeError } from "./support.js";

const composite = operator("selectivity::bn_act_composite");
const viaComposite: typeof bnAct = (x, o) => {
  const { weight, bias, runningMean, runningVar, residual, training, momentum, eps } = o;
  const results = composite(x, weight, bias, runningMean, runningVar, residual, training, momentum, eps);
  return { activation: results[0], unitMeans: results[1] };
};

interface Case {
  x: Tensor;
  residual: Tensor;
  weight: Tensor;
  bias: Tensor;
  /** Of the loss by the activation and by the unit means. */
  ofActivation: Tensor;
  ofMeans: Tensor;
}

function makeCase(shape: readonly number[], dtype: DType, seed = 1): Case {
  const [N = 0, C = 0] = shape;
  const generator = new Generator(seed);
  const map = () => randn(shape, generator).to({ dtype, memoryFormat: "channels_last" });
  const vector = (sizes: number[]) => randn(sizes, generator).to({ dtype: dtype === "float64" ? dtype : "float32" });
  const [x, residual, ofActivation] = [map().mul(2).add(1), map(), map()];
  return { x, residual, ofActivation, weight: vector([C]), bias: vector([C]), ofMeans: vector([N, C]).mul(10) };
}

function widened(given: Case): Case {
  const entries = Object.entries(given).map(([name, value]) => [name, value.to({ dtype: "float64" })]);
  return Object.fromEntries(entries);
}

interface Mode {
  training: boolean;
  withResidual: boolean;
  /** Which outputs the loss depends on. */
  loss?: "both" | "activation" | "means";
}

/** Everything that the operator computes: both outputs, running statistics, all gradients. */
function everything(operation: typeof bnAct, given: Case, { training, withResidual, loss = "both" }: Mode) {
  const leaf = (value: Tensor) => value.detach().clone().requireGrad();
  const [x, weight, bias, residual] = [leaf(given.x), leaf(given.weight), leaf(given.bias), leaf(given.residual)];
  const runningMean = given.weight.detach().mul(0).add(0.8);
  const runningVar = given.weight.detach().mul(0).add(3);
  const options: BnActOptions = { weight, bias, runningMean, runningVar, training, momentum: 0.1, eps: 1e-5 };
  const outputs = operation(x, withResidual ? { ...options, residual } : options);
  const ofActivation = outputs.activation.mul(given.ofActivation).to({ dtype: given.weight.dtype }).sum();
  const ofMeans = outputs.unitMeans.mul(given.ofMeans).sum();
  const total = { both: ofActivation.add(ofMeans), activation: ofActivation, means: ofMeans }[loss];
  const leaves = { x, weight, bias, ...(withResidual ? { residual } : {}) };
  const grads = gradients([total], Object.values(leaves));
  const named = Object.fromEntries(Object.keys(leaves).map((name, i) => [`gradient of ${name}`, grads[i] as Tensor]));
  return { ...outputs, runningMean, runningVar, ...named };
}

// One channel, channels that fill vectors in one, two and four pixels, that never fit, that exceed the lanes kept in
// registers; odd sizes; one pixel; and an image that takes more than one run of float32 sums.
const shapes: [number, number, number, number][] = [
  [1, 1, 6, 5],
  [3, 3, 5, 7],
  [2, 8, 7, 7],
  [4, 16, 8, 8],
  [2, 20, 9, 3],
  [2, 32, 3, 5],
  [5, 48, 2, 3],
  [2, 64, 4, 4],
  [2, 65, 1, 1],
  [3, 130, 3, 3],
  [1, 16, 40, 40],
];
const modes = [true, false].flatMap((training) =>
  [true, false].map((withResidual): Mode => ({ training, withResidual })),
);

const threads = getThreads();
afterEach(() => setThreads(threads));

describe("bnAct", () => {
  test("normalises (1, 3) to (−1, 1), rectifies to (0, 1) and averages to 0.5", () => {
    const x = tensor([[[[1, 3]]]]);
    const [weight, bias, runningMean, runningVar] = [ones([1]), zeros([1]), zeros([1]), ones([1])];
    const options = { weight, bias, runningMean, runningVar, training: true, momentum: 0.1, eps: 0 };
    const { activation, unitMeans } = bnAct(x, options);
    expect(activation.toArray()).toEqual([[[[0, 1]]]]);
    expect(unitMeans.toArray()).toEqual([[0.5]]);
    expect(runningMean.item()).toBeCloseTo(0.2, 6); // 0.9 · 0 + 0.1 · 2
    expect(runningVar.item()).toBeCloseTo(1.1, 6); // 0.9 · 1 + 0.1 · 2: the unbiased variance
  });

  describe.each(modes)("training: $training, residual: $withResidual", (mode) => {
    test.each(shapes)("agrees with libtorch's operators on [%i, %i, %i, %i]", (...shape) => {
      const exact = makeCase(shape, "float64");
      expectEach(everything(bnAct, exact, mode), everything(viaComposite, exact, mode), 1e-11);
      // float32 against float64 on the same values: what is left is our rounding alone.
      const single = makeCase(shape, "float32");
      expectEach(everything(bnAct, single, mode), everything(viaComposite, widened(single), mode), 1e-5);
    });

    test("rounds bfloat16 only where it is stored", () => {
      const given = makeCase([4, 16, 8, 8], "bfloat16");
      const { x, residual, ofActivation } = widened(given);
      const expected = everything(viaComposite, { ...widened(given), x, residual, ofActivation }, mode);
      // 8 bits of mantissa: half a unit of 2⁻⁸ at the result, and once more where the masked gradient is stored between.
      expectEach(everything(bnAct, given, mode), expected, 2 ** -7);
    });

    test.each(["activation", "means"] as const)("takes a gradient of the %s alone", (loss) => {
      const given = makeCase([3, 20, 5, 3], "float64");
      expectEach(
        everything(bnAct, given, { ...mode, loss }),
        everything(viaComposite, given, { ...mode, loss }),
        1e-11,
      );
    });

    test("has the gradient that central differences give", () => {
      const given = makeCase([2, 3, 2, 3], "float64", 5);
      const analytic = everything(bnAct, given, mode) as Record<string, Tensor>;
      for (const name of ["x", "weight", "bias", ...(mode.withResidual ? ["residual"] : [])] as (keyof Case)[])
        expect(
          relativeError(analytic[`gradient of ${name}`] as Tensor, centralDifferences(given, name, mode)),
        ).toBeLessThan(1e-7);
    });

    test("gives the same bits whatever the number of threads", () => {
      const given = makeCase([3, 16, 48, 48], "float32");
      const [one, two] = [1, 2].map((count) => {
        setThreads(count);
        return Object.values(everything(bnAct, given, mode)).map(fingerprint);
      });
      expect(two).toEqual(one);
    });

    test("takes maps in NCHW order, and gives channels_last", () => {
      const given = makeCase([3, 5, 4, 6], "float32");
      const plain = { ...given, x: given.x.contiguous(), residual: given.residual.contiguous() };
      const [expected, came] = [everything(bnAct, given, mode), everything(bnAct, plain, mode)];
      expectEach(came, expected, 0);
    });
  });

  test("keeps its precision where a channel's mean is a thousand times its deviation", () => {
    const given = makeCase([4, 16, 8, 8], "float32");
    const shifted = { ...given, x: given.x.add(2000).detach() };
    const mode = { training: true, withResidual: false };
    expectEach(everything(bnAct, shifted, mode), everything(viaComposite, widened(shifted), mode), 1e-5);
  });

  test("keeps its precision where an image begins with pixels far from the others", () => {
    const given = makeCase([2, 16, 40, 40], "float32");
    noGrad(() => given.x.narrow(2, 0, 1).add_(1000));
    const mode = { training: true, withResidual: false };
    expectEach(everything(bnAct, given, mode), everything(viaComposite, widened(given), mode), 1e-5);
  });

  test("computes the same without a graph", () => {
    const { x, weight, bias, residual } = makeCase([2, 16, 4, 4], "float32");
    for (const training of [true, false]) {
      const run = () => {
        const [runningMean, runningVar] = [zeros([16]), ones([16])];
        return bnAct(x, { weight, bias, runningMean, runningVar, residual, training, momentum: 0.1, eps: 1e-5 });
      };
      weight.requireGrad();
      expectEach({ ...noGrad(run) }, { ...run() }, 0);
      weight.requireGrad(false);
    }
  });

  test("leaves running statistics alone in evaluation", () => {
    const { runningMean, runningVar } = everything(bnAct, makeCase([2, 4, 3, 3], "float32"), modes[2] as Mode);
    expect(runningMean.toTypedArray()).toEqual(new Float32Array(4).fill(0.8));
    expect(runningVar.toTypedArray()).toEqual(new Float32Array(4).fill(3));
  });

  test("lets NaN through, so that a diverged network is seen", () => {
    const given = makeCase([2, 2, 3, 3], "float32");
    noGrad(() => given.x.narrow(0, 0, 1).fill_(Number.NaN));
    const { activation, unitMeans } = everything(bnAct, given, { training: false, withResidual: false });
    expect(activation.toTypedArray().slice(0, 18).every(Number.isNaN)).toBe(true);
    expect(unitMeans.toTypedArray().slice(0, 2).every(Number.isNaN)).toBe(true);
    expect(unitMeans.toTypedArray().slice(2).some(Number.isNaN)).toBe(false);
  });

  // Backward works in place on gradients that nobody else holds; these are held.
  test.each([true, false])("does not write into a gradient that the caller holds (residual: %s)", (withResidual) => {
    const { x, residual, weight, bias, ofActivation } = makeCase([2, 16, 4, 4], "float32");
    const options = { weight, bias, runningMean: zeros([16]), runningVar: ones([16]), training: true, momentum: 0.1 };
    const before = ofActivation.toBytes();
    const { activation } = bnAct(x.requireGrad(), {
      ...options,
      eps: 1e-5,
      residual: withResidual ? residual : undefined,
    });
    activation.backward(ofActivation);
    expect(ofActivation.toBytes()).toEqual(before);
  });

  test("adds up the gradients of an activation that is used twice", () => {
    const { x, weight, bias, ofActivation } = makeCase([2, 16, 4, 4], "float64");
    const gradientOf = (use: (activation: Tensor) => Tensor) => {
      const leaf = x.detach().clone().requireGrad();
      const [runningMean, runningVar] = [bias.mul(0), bias.mul(0)];
      const options = { weight, bias, runningMean, runningVar, training: true, momentum: 0.1, eps: 1e-5 };
      return gradients([use(bnAct(leaf, options).activation)], [leaf])[0] as Tensor;
    };
    const twice = gradientOf((a) => a.mul(ofActivation).sum().add(a.mul(2).sum()));
    expect(
      relativeError(
        twice,
        gradientOf((a) => a.mul(ofActivation.add(2)).sum()),
      ),
    ).toBeLessThan(1e-12);
  });

  describe("refuses", () => {
    const fitting = () => {
      const { x, weight, bias, residual } = makeCase([2, 4, 3, 3], "float32");
      return { x, weight, bias, residual, runningMean: zeros([4]), runningVar: ones([4]) };
    };
    const run = (changed: Partial<ReturnType<typeof fitting>>, training = true) => {
      const { x, ...options } = { ...fitting(), ...changed };
      return () => bnAct(x, { ...options, training, momentum: 0.1, eps: 1e-5 });
    };

    test.each<[string, () => unknown]>([
      ["x must be [N, C, H, W], got [2, 4]", run({ x: zeros([2, 4]) })],
      ["x must not be empty, got [0, 4, 3, 3]", run({ x: zeros([0, 4, 3, 3]) })],
      [
        "x must be float32, bfloat16 or float64 on the CPU, got Half",
        run({ x: zeros([2, 4, 3, 3], { dtype: "float16" }), residual: zeros([2, 4, 3, 3], { dtype: "float16" }) }),
      ],
      ["weight must be [4], one value per channel of x, got [5]", run({ weight: ones([5]) })],
      ["bias must be Float where x is Float, got Double", run({ bias: zeros([4], { dtype: "float64" }) })],
      ["running_var must be [4], one value per channel of x, got [1]", run({ runningVar: ones([1]) })],
      ["residual must be [2, 4, 3, 3] like x, got [2, 4, 1, 1]", run({ residual: zeros([2, 4, 1, 1]) })],
      ["residual must be Float like x, got Double", run({ residual: zeros([2, 4, 3, 3], { dtype: "float64" }) })],
      [
        "training needs more than one value per channel, got [1, 4, 1, 1]",
        run({ x: zeros([1, 4, 1, 1]), residual: zeros([1, 4, 1, 1]) }),
      ],
    ])("what does not fit: %s", (message, call) => {
      expect(call).toThrow(`selectivity::bn_act: bn_act: ${message}`);
    });

    test("to be differentiated twice", () => {
      const { x, ...options } = fitting();
      const { activation } = bnAct(x.requireGrad(), { ...options, training: true, momentum: 0.1, eps: 1e-5 });
      expect(() => gradients([activation.sum()], [x], { createGraph: true })).toThrow("cannot be differentiated twice");
    });
  });
});

function centralDifferences(given: Case, name: keyof Case, mode: Mode): Tensor {
  const step = 1e-5;
  const values = given[name].toTypedArray() as Float64Array;
  const lossAt = (i: number, moved: number) => {
    const changed = Float64Array.from(values);
    changed[i] = (values[i] as number) + moved;
    const at = { ...given, [name]: tensor(changed, { shape: given[name].shape }) };
    const { activation, unitMeans } = everything(bnAct, at, mode);
    return activation.mul(at.ofActivation).sum().add(unitMeans.mul(at.ofMeans).sum()).item();
  };
  const slopes = Float64Array.from(values, (_, i) => (lossAt(i, step) - lossAt(i, -step)) / (2 * step));
  return tensor(slopes, { shape: given[name].shape });
}
