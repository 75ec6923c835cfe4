import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type BnActOptions, bnAct } from "../../src/fused/bn-act.js";
import { gatherBatch } from "../../src/fused/gather-batch.js";
import { type KernelForm, kernelForms, kernels, withKernels } from "../../src/runtime/kernels.js";
import { gradients } from "../../src/tensor/autograd.js";
import { counterWords } from "../../src/tensor/counter-words.js";
import { rand, randn, tensor } from "../../src/tensor/create.js";
import type { DType } from "../../src/tensor/dtype.js";
import { Generator } from "../../src/tensor/generator.js";
import { operator } from "../../src/tensor/operator.js";
import type { Tensor } from "../../src/tensor/tensor.js";
import { expectEach, fingerprint } from "../fused/support.js";

const { supported, features, running } = kernels();
const composite = operator("selectivity::bn_act_composite");

type Outputs = Record<string, Tensor>;

/** Outputs and gradients of bn_act in training with a residual, in the kernels or in operators of libtorch. */
function computeBnAct(channels: number, dtype: DType, how: "kernel" | "composite"): Outputs {
  const generator = new Generator(5);
  const isWide = how === "composite";
  const leaf = (shape: number[], own: DType) => {
    const values = randn(shape, generator).to({ dtype: own });
    return (isWide ? values.to({ dtype: "float64" }) : values).requireGrad();
  };
  const vectors = dtype === "float64" ? dtype : "float32";
  const [x, residual] = [leaf([4, channels, 9, 7], dtype), leaf([4, channels, 9, 7], dtype)];
  const [weight, bias] = [leaf([channels], vectors), leaf([channels], vectors)];
  const [runningMean, runningVar] = [weight.detach().mul(0), weight.detach().mul(0).add(1)];
  const options: BnActOptions = {
    weight,
    bias,
    runningMean,
    runningVar,
    residual,
    training: true,
    momentum: 0.1,
    eps: 1e-5,
  };
  const [activation, unitMeans] = isWide
    ? composite(x, weight, bias, runningMean, runningVar, residual, true, 0.1, 1e-5)
    : Object.values(bnAct(x, options));
  const loss = (activation as Tensor)
    .to({ dtype: "float64" })
    .square()
    .sum()
    .add((unitMeans as Tensor).sum());
  const [ofX, ofWeight, ofBias, ofResidual] = gradients([loss], [x, weight, bias, residual]);
  return { activation, unitMeans, runningMean, runningVar, ofX, ofWeight, ofBias, ofResidual } as Outputs;
}

const fingerprints = (outputs: Outputs) =>
  Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, fingerprint(value)]));

describe("kernels", () => {
  test("run in the best form that the processor supports, unless SELECTIVITY_KERNELS asks for another", () => {
    expect(kernelForms).toEqual(expect.arrayContaining([...supported]));
    expect(supported.at(-1)).toBe("baseline");
    expect(running).toBe(process.env.SELECTIVITY_KERNELS ?? supported[0]);
    if (supported.includes("avx2")) expect(features).toEqual(expect.arrayContaining(["avx2", "fma"]));
  });

  test("run in the form that SELECTIVITY_KERNELS names, and an unknown form is refused", () => {
    const addon = join(import.meta.dirname, "../../dist/index.js");
    const program = `import { kernels } from ${JSON.stringify(addon)}; console.log(kernels().running);`;
    const runWith = (form: string) =>
      spawnSync(process.execPath, ["--input-type=module", "-e", program], {
        env: { ...process.env, SELECTIVITY_KERNELS: form },
        encoding: "utf8",
      });
    expect(runWith("baseline").stdout).toBe("baseline\n");
    const { stderr } = runWith("mmx");
    expect(stderr).toContain('this processor does not run kernels of the form "mmx"');
  });

  test("are as before after withKernels, also after an error", () => {
    expect(withKernels("baseline", () => kernels().running)).toBe("baseline");
    const failing = () =>
      withKernels("baseline", () => {
        throw new Error("no");
      });
    expect(failing).toThrow("no");
    expect(kernels().running).toBe(running);
  });
});

// One channel count that fills vectors, one that never does.
const cases = [16, 13].flatMap((channels) =>
  (["float32", "float64", "bfloat16"] as const).map((dtype) => [channels, dtype] as const),
);

describe.each(kernelForms.map((form) => [form] as const))("the %s form", (form: KernelForm) => {
  const isHere = supported.includes(form);

  test.skipIf(!isHere).each(cases)(
    "of bn_act agrees with libtorch's operators on %i channels of %s",
    (channels, dtype) => {
      const came = withKernels(form, () => computeBnAct(channels, dtype, "kernel"));
      // rounding over a few sums; of bfloat16, three roundings in a row: of the activation, the masked gradient, the result
      const tolerance = { float64: 1e-11, float32: 1e-5, bfloat16: 3 * 2 ** -8 }[dtype];
      expectEach(came, computeBnAct(channels, dtype, "composite"), tolerance);
    },
  );

  test.skipIf(!isHere)("of gather_batch and counter_words has the bits of the baseline", () => {
    const images = rand([5, 3, 8, 9], new Generator(3)).mul(256).to({ dtype: "uint8" });
    const plan = {
      index: tensor([4, 0, 2], { dtype: "int64" }),
      offset: tensor(
        [
          [1, -2],
          [0, 0],
          [-3, 2],
        ],
        { dtype: "int64" },
      ),
      flip: tensor([1, 0, 1], { dtype: "bool" }),
      mean: tensor([0.4, 0.5, 0.6]),
      std: tensor([0.2, 0.25, 0.3]),
    };
    const place = { seed: 7, index: Int32Array.of(3, 1, 2), place: 5, stream: 9 };
    const compute = () => [fingerprint(gatherBatch(images, plan)), [...counterWords(place, 70)]];
    expect(withKernels(form, compute)).toEqual(withKernels("baseline", compute));
  });
});

test.skipIf(!supported.includes("avx512"))("bn_act has the same bits in its AVX-512 and its AVX2 form", () => {
  for (const [channels, dtype] of cases) {
    const compute = () => fingerprints(computeBnAct(channels, dtype, "kernel"));
    expect(withKernels("avx2", compute)).toEqual(withKernels("avx512", compute));
  }
});
