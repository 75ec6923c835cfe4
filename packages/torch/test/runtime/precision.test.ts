import { describe, expect, it } from "vitest";
import { BatchNorm2d } from "../../src/modules/batch-norm2d.js";
import { Conv2d } from "../../src/modules/conv2d.js";
import { crossEntropy } from "../../src/modules/cross-entropy.js";
import { Linear } from "../../src/modules/linear.js";
import { Module } from "../../src/modules/module.js";
import { autocast, isTF32Allowed, withTF32 } from "../../src/runtime/precision.js";
import { randn, tensor } from "../../src/tensor/create.js";
import { Generator } from "../../src/tensor/generator.js";
import { scope } from "../../src/tensor/scope.js";
import type { Tensor } from "../../src/tensor/tensor.js";

class Net extends Module {
  readonly conv = new Conv2d(3, 8, 3, { padding: 1, bias: false, generator: new Generator(0) });
  readonly bn = new BatchNorm2d(8);
  readonly fc = new Linear(8, 4, { generator: new Generator(1) });

  outputs(images: Tensor): { logits: Tensor; unitMeans: Tensor; activation: Tensor } {
    const { activation, unitMeans } = this.bn.rectified(this.conv.forward(images));
    return { logits: this.fc.forward(activation.mean([2, 3])), unitMeans, activation };
  }

  override forward(images: Tensor): Tensor {
    return this.outputs(images).logits;
  }
}

const images = () => randn([16, 3, 8, 8], new Generator(2));
const labels = () => tensor(BigInt64Array.from({ length: 16 }, (_, i) => BigInt(i % 4)));

/** The gradients of the loss by all parameters, and the loss, in one arithmetic. */
function gradientsIn(work: (net: Net, images: Tensor) => Tensor): Map<string, number[]> {
  return scope(() => {
    const net = new Net();
    crossEntropy(work(net, images()).to({ dtype: "float32" }), labels()).backward();
    return new Map(
      [...net.namedParameters()].map(([name, { grad }]) => {
        expect(grad?.dtype, name).toBe("float32");
        return [name, Array.from(grad?.toTypedArray() as Float32Array)];
      }),
    );
  });
}

const norm = (values: readonly number[]) => Math.hypot(...values);

describe("autocast", () => {
  it("computes maps in bfloat16, unit means in float32, and is off again afterwards", () => {
    scope(() => {
      const net = new Net();
      const { logits, unitMeans, activation } = autocast("cpu", () => net.outputs(images()));
      expect([logits.dtype, activation.dtype, unitMeans.dtype]).toEqual(["bfloat16", "bfloat16", "float32"]);
      expect(net.outputs(images()).logits.dtype).toBe("float32");
    });
  });

  it("is off again after an error", () => {
    scope(() => {
      expect(() =>
        autocast("cpu", () => {
          throw new Error("on purpose");
        }),
      ).toThrow("on purpose");
      expect(new Net().outputs(images()).logits.dtype).toBe("float32");
    });
  });

  it("gives float32 gradients that are those of float32, but for bfloat16's rounding", () => {
    const exact = gradientsIn((net, x) => net.outputs(x).logits);
    const narrow = gradientsIn((net, x) => autocast("cpu", () => net.outputs(x).logits));
    for (const [name, expected] of exact) {
      const apart = norm(expected.map((value, i) => value - (narrow.get(name)?.[i] as number)));
      // 8 bits of mantissa round by 2^-9 each time, and of 8,192 units a per cent come out on the other side of their ReLU
      expect(apart / norm(expected), name).toBeLessThan(0.06);
      expect(apart, name).toBeGreaterThan(0);
    }
  });

  it("casts the weights anew each time, for a step has changed them", () => {
    scope(() => {
      const net = new Net();
      const before = autocast("cpu", () => net.outputs(images()).logits).to({ dtype: "float32" });
      for (const parameter of net.parameters()) parameter.detach().mul_(2);
      const after = autocast("cpu", () => net.outputs(images()).logits).to({ dtype: "float32" });
      expect(after.sub(before).abs().amax().item()).toBeGreaterThan(0.1);
    });
  });

  it("leaves float32 on the CPU alone when TF32 is allowed", () => {
    const exact = gradientsIn((net, x) => net.outputs(x).logits);
    const allowed = withTF32(true, () => gradientsIn((net, x) => net.outputs(x).logits));
    expect(allowed).toEqual(exact);
  });
});

describe("withTF32", () => {
  it("is off when the addon is loaded, whatever libtorch's default", () => {
    expect(isTF32Allowed()).toBe(false);
  });

  it("allows it inside, and afterwards it is as before, also after an error", () => {
    expect(withTF32(true, () => [isTF32Allowed(), withTF32(false, isTF32Allowed), isTF32Allowed()])).toEqual([
      true,
      false,
      true,
    ]);
    expect(() =>
      withTF32(true, () => {
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(isTF32Allowed()).toBe(false);
  });
});
