import { describe, expect, test } from "vitest";
import { BatchNorm2d } from "../../../src/modules/batch-norm2d.js";
import { Conv2d } from "../../../src/modules/conv2d.js";
import { kaimingNormal, kaimingUniform } from "../../../src/modules/init/kaiming.js";
import { Linear } from "../../../src/modules/linear.js";
import { Sequential } from "../../../src/modules/sequential.js";
import { Generator } from "../../../src/tensor/generator.js";
import { scope } from "../../../src/tensor/scope.js";
import type { Tensor } from "../../../src/tensor/tensor.js";
import reference from "../../reference/initialisation.json" with { type: "json" };
import type { RecordedTensor } from "../recorded.js";

const seeded = () => new Generator(0);
const { kaimingNormalFanIn, kaimingNormalFanOut, ...modules } = reference.cases;

/** Shape and float32 values of each tensor: nothing is rounded, so that equal means bit for bit. */
function exact(tensors: Iterable<[string, Tensor]>) {
  return [...tensors].map(([name, tensor]) => [name, tensor.shape, Array.from(tensor.toTypedArray(), Number)]);
}

function exactRecorded(state: Record<string, RecordedTensor>) {
  return Object.entries(state).map(([name, { shape, values }]) => [name, shape, values.map(Math.fround)]);
}

describe("first weights are PyTorch's for the same seed, bit for bit", () => {
  test("of a convolution: weight, then bias", () => {
    const conv = new Conv2d(3, 4, 3, { generator: seeded() });
    expect(exact(conv.stateDict())).toEqual(exactRecorded(modules.conv2d));
  });

  test("of a grouped convolution with a kernel that is not square", () => {
    const conv = new Conv2d(4, 6, [3, 1], { generator: seeded(), groups: 2 });
    expect(exact(conv.stateDict())).toEqual(exactRecorded(modules.conv2dGrouped));
  });

  test("of a linear layer", () => {
    expect(exact(new Linear(5, 7, { generator: seeded() }).stateDict())).toEqual(exactRecorded(modules.linear));
  });

  test("of a network, whose layers draw one after the other from one generator", () => {
    const generator = seeded();
    const network = new Sequential(
      new Conv2d(2, 3, 3, { generator, bias: false }),
      new BatchNorm2d(3),
      new Linear(3, 2, { generator }),
    );
    expect(exact(network.stateDict())).toEqual(exactRecorded(modules.network));
  });
});

describe("kaimingNormal", () => {
  /** Normal numbers come out of log, cos and sqrt, which differ in the last bits from one processor to the next. */
  const expectClose = (ours: Tensor, { values }: RecordedTensor) => {
    const found = ours.toTypedArray();
    const worst = Math.max(...values.map((value, i) => Math.abs(Number(found[i]) - value)));
    expect(worst).toBeLessThan(1e-6);
  };

  test("draws PyTorch's numbers by the units that come in, or by those that go out", () => {
    scope(() => {
      expectClose(kaimingNormal([4, 3, 3, 3], { generator: seeded() }), kaimingNormalFanIn);
      expectClose(kaimingNormal([4, 3, 3, 3], { generator: seeded(), mode: "fan_out" }), kaimingNormalFanOut);
    });
  });
});

describe("kaimingUniform", () => {
  test("fills [−√(6 / fan), √(6 / fan)) for ReLU", () => {
    scope(() => {
      const values = kaimingUniform([64, 6, 1, 1], { generator: seeded() });
      expect(values.amax().item()).toBeCloseTo(1, 1);
      expect(values.amin().item()).toBeCloseTo(-1, 1);
      expect(Math.abs(values.mean().item())).toBeLessThan(0.1);
    });
  });
});
