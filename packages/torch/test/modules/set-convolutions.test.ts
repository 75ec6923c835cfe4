import { describe, expect, test } from "vitest";
import { convolve3x3 } from "../../src/fused/convolve-3x3.js";
import { Conv2d, type Conv2dOptions } from "../../src/modules/conv2d.js";
import { ReLU } from "../../src/modules/relu.js";
import { Sequential } from "../../src/modules/sequential.js";
import { setConvolutions } from "../../src/modules/set-convolutions.js";
import { randn } from "../../src/tensor/create.js";
import { Generator } from "../../src/tensor/generator.js";
import { watchCalls } from "../../src/tensor/recording.js";
import { scope } from "../../src/tensor/scope.js";
import { fingerprint } from "../fused/support.js";

const generator = () => new Generator(0);
const images = randn([2, 8, 9, 9], new Generator(1));

/** Which operators a layer calls in Winograd's form. */
function operatorsOf(kernel: number | [number, number], options: Omit<Conv2dOptions, "generator">): string[] {
  const layer = new Conv2d(8, 8, kernel, { generator: generator(), ...options });
  setConvolutions(layer, "winograd");
  const names: string[] = [];
  scope(() =>
    watchCalls(
      ({ operator }) => names.push(operator),
      () => layer.forward(images),
    ),
  );
  return names;
}

describe("setConvolutions", () => {
  test("reaches every convolution of a network, and can be undone", () => {
    const make = () => new Conv2d(8, 8, 3, { generator: generator(), padding: 1 });
    const network = new Sequential(make(), new ReLU(), make());
    const forms = () => network.modules().flatMap((module) => (module instanceof Conv2d ? [module.form] : []));
    expect(forms()).toEqual(["direct", "direct"]);
    setConvolutions(network, "winograd");
    expect(forms()).toEqual(["winograd", "winograd"]);
    setConvolutions(network, "direct");
    expect(forms()).toEqual(["direct", "direct"]);
  });

  test("makes a layer of 3 × 3 kernels compute convolve3x3", () => {
    const layer = new Conv2d(8, 8, 3, { generator: generator(), padding: [1, 1], bias: true });
    setConvolutions(layer, "winograd");
    const [own, expected] = scope(() => [
      fingerprint(layer.forward(images)),
      fingerprint(convolve3x3(images, layer.weight, layer.bias)),
    ]);
    expect(own).toBe(expected);
  });

  test.each<[string, number | [number, number], Omit<Conv2dOptions, "generator">]>([
    ["a stride", 3, { padding: 1, stride: 2 }],
    ["a stride along one side", 3, { padding: 1, stride: [1, 2] }],
    ["no padding", 3, {}],
    ["padding along one side", 3, { padding: [1, 0] }],
    ["dilation", 3, { padding: 1, dilation: 2 }],
    ["groups", 3, { padding: 1, groups: 2 }],
    ["other kernels", [3, 1], { padding: 1 }],
    ["kernels of one pixel", 1, {}],
  ])("leaves layers with %s to libtorch", (_, kernel, options) => {
    expect(operatorsOf(kernel, options)).toEqual(["aten::conv2d"]);
  });
});
