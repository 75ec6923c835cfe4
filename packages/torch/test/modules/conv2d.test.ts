import { describe, expect, test } from "vitest";
import { Conv2d } from "../../src/modules/conv2d.js";
import { randn } from "../../src/tensor/create.js";
import { Generator } from "../../src/tensor/generator.js";
import { operator } from "../../src/tensor/operator.js";
import { scope } from "../../src/tensor/scope.js";
import type { Tensor } from "../../src/tensor/tensor.js";

const conv2d = operator("aten::conv2d");

/** Output and gradients, of the sum of squares, of a layer by a way to convolve. */
function run(layer: Conv2d, images: Tensor, convolve: (input: Tensor) => Tensor): number[][] {
  return scope(() => {
    const input = images.detach().clone().requireGrad();
    const output = convolve(input);
    output.mul(output).sum().backward();
    const all = [output, input.grad as Tensor, layer.weight.grad as Tensor];
    return all.map((tensor) => Array.from(tensor.detach().toTypedArray(), Number));
  });
}

describe("a kernel of one pixel with a stride", () => {
  // 4 channels: what the special way is for; 8: the ordinary one. 7 rows: the last pixel counts, or not.
  test.each([
    [4, 8, [2, 2], 7],
    [4, 6, [3, 1], 8],
    [8, 16, [2, 2], 7],
  ] as const)(
    "from %d to %d channels, stride %o, is the plain convolution in float64",
    (inputs, outputs, stride, rows) => {
      const options = { stride: [...stride] as [number, number], bias: false };
      const make = () =>
        new Conv2d(inputs, outputs, 1, { generator: new Generator(0), ...options }).to({ dtype: "float64" });
      const images = randn([2, inputs, rows, 8], new Generator(1), { dtype: "float64" });
      const [first, second] = [make(), make()];
      const plain = run(first, images, (input) => conv2d(input, first.weight, null, [...stride]));
      const own = run(second, images, (input) => second.forward(input));
      for (const [which, values] of own.entries())
        for (const [at, value] of values.entries()) expect(value).toBeCloseTo(plain[which]?.[at] as number, 10);
    },
  );

  test("trains in channels-last float32 without harm to the process, step after step", () => {
    const generator = new Generator(0);
    const layer = new Conv2d(4, 8, 1, { generator, stride: 2, bias: false }).to({ memoryFormat: "channels_last" });
    const input = scope(() => randn([2, 4, 64, 64], generator).to({ memoryFormat: "channels_last" })).requireGrad();
    for (let step = 0; step < 50; step++) scope(() => layer.forward(input).sum().backward());
    expect(Number.isFinite(scope(() => (layer.weight.grad as Tensor).sum().item()))).toBe(true);
  });
});
