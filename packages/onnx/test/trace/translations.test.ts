import {
  BatchNorm2d,
  Conv2d,
  cat,
  Generator,
  Linear,
  Module,
  noGrad,
  ones,
  operator,
  rand,
  scope,
  setConvolutions,
  type Tensor,
  tensor,
} from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { TranslationError } from "../../src/error.js";
import { OnnxSession } from "../../src/session.js";
import { IMAGES, LOGITS, traceModel } from "../../src/trace/trace.js";

/** A model that is one expression. */
class Expression extends Module {
  constructor(
    private readonly compute: (x: Tensor, self: Expression) => Tensor,
    parts: Readonly<Record<string, Module>> = {},
  ) {
    super();
    Object.assign(this, parts);
    this.eval();
  }

  override forward(input: Tensor): Tensor {
    return this.compute(input, this);
  }
}

const SHAPE = [4, 6, 6] as const;
const raw = { inputShape: SHAPE, mean: [0.1, 0.2, 0.3, 0.4], std: [1, 0.5, 0.25, 2] };
const perChannel = (values: readonly number[]) => tensor([...values]).reshape([-1, 1, 1]);

/** What ONNX Runtime and libtorch make of the same images. */
async function both(model: Module, images: number) {
  const file = traceModel(model, raw);
  const { pixels, expected } = scope(() => {
    const x = rand([images, ...SHAPE], new Generator(5));
    const y = noGrad(() => model.forward(x.sub(perChannel(raw.mean)).div(perChannel(raw.std))));
    return { pixels: x.toTypedArray() as Float32Array, expected: { dims: y.shape, data: y.toTypedArray() } };
  });
  const session = await OnnxSession.open(file);
  const results = await session.run({ [IMAGES]: { data: pixels, dims: [images, ...SHAPE] } });
  await session.close();
  return { actual: results.get(LOGITS), expected };
}

const generator = new Generator(3);
const conv = (options: object) => new Conv2d(4, 6, 3, { generator, ...options });
const op = operator;

function inWinogradForm(layer: Conv2d): Conv2d {
  setConvolutions(layer, "winograd");
  return layer;
}

type Case = [string, (x: Tensor, self: never) => Tensor, Readonly<Record<string, Module>>?];
const withPart = (name: string, part: Module): Case => [
  name,
  ((x: Tensor, self: { part: Module }) => self.part.forward(x)) as Case[1],
  { part },
];

const cases: Case[] = [
  withPart("conv2d", conv({})),
  withPart("conv2d in Winograd's form", inWinogradForm(conv({ padding: 1 }))),
  withPart("conv2d in Winograd's form, no bias", inWinogradForm(conv({ padding: 1, bias: false }))),
  withPart("conv2d with stride, padding, groups", new Conv2d(4, 6, 3, { generator, stride: 2, padding: 1, groups: 2 })),
  withPart(
    "conv2d with dilation, an oblong kernel, no bias",
    new Conv2d(4, 2, [2, 3], { generator, dilation: [2, 1], bias: false }),
  ),
  withPart("linear on the last axis of four", new Linear(6, 3, { generator })),
  [
    "linear on rows",
    (x, self: { part: Module }) => self.part.forward(x.flatten(1)),
    { part: new Linear(144, 3, { generator }) },
  ] as Case,
  ["addmm", (x) => op("aten::addmm")(tensor([1, 2]), x.flatten(1), ones([144, 2]), 0.5, 2)],
  ["matmul", (x) => x.matmul(x.transpose(2, 3))],
  ["mm with weights", (x) => op("aten::mm")(x.flatten(1), ones([144, 2]))],
  ["relu, sigmoid, tanh", (x) => x.sub(0.5).relu().sigmoid().tanh()],
  ["exp, abs, log, sqrt, neg", (x) => x.exp().abs().add(1).log().sqrt().neg()],
  ["sums and products with numbers", (x) => x.add(2).mul(3).sub(0.5).div(7)],
  ["sums and products with tensors", (x) => x.add(x.mul(x)).sub(x.relu()).div(x.abs().add(1))],
  ["a tensor that was made on the way", (x) => x.mul(ones([6, 1]).mul(2))],
  ["clamp to both, one, the other", (x) => x.clamp({ min: -1, max: 2 }).clamp({ min: -0.5 }).clamp({ max: 1 })],
  ["relu6, hardtanh", (x) => op("aten::hardtanh")(op("aten::relu6")(x.mul(9)).mul(0.3), -0.5, 1.2)],
  ["max_pool2d", (x) => op("aten::max_pool2d")(x, 3, 2, 1)],
  ["max_pool2d by its kernel alone", (x) => op("aten::max_pool2d")(x, [2, 3])],
  ["avg_pool2d that counts its padding", (x) => op("aten::avg_pool2d")(x, 3, 2, 1)],
  ["avg_pool2d that does not", (x) => op("aten::avg_pool2d")(x, 3, 2, 1, false, false)],
  ["adaptive_avg_pool2d to one", (x) => op("aten::adaptive_avg_pool2d")(x, 1)],
  ["adaptive_avg_pool2d to some", (x) => op("aten::adaptive_avg_pool2d")(x, [2, 3])],
  ["adaptive_avg_pool2d to parts that overlap", (x) => op("aten::adaptive_avg_pool2d")(x, [4, 7])],
  ["adaptive_avg_pool2d of one to many", (x) => op("aten::adaptive_avg_pool2d")(x.mean([2, 3], true), 7)],
  ["mean over space", (x) => x.mean([2, 3])],
  ["mean that keeps its axes, counted from behind", (x) => x.mean([-1, -2], true)],
  ["amax, amin", (x) => x.amax([2], true).add(x.amin(3, true))],
  ["sum", (x) => x.sum([1, 2])],
  ["flatten", (x) => x.flatten(1)],
  ["flatten of some axes", (x) => x.flatten(2)],
  ["reshape", (x) => x.reshape([-1, 8, 18])],
  ["reshape that names the images", (x) => x.reshape([x.shape[0] as number, 2, -1])],
  ["permute, transpose", (x) => x.permute([0, 2, 3, -3]).transpose(1, -1)],
  ["unsqueeze, squeeze", (x) => x.mean(2).unsqueeze(1).squeeze(1).unsqueeze(-1)],
  ["cat", (x) => cat([x, x.relu(), ones([1]).mul(x)], 1)],
  ["constant_pad_nd", (x) => op("aten::constant_pad_nd")(x, [1, 2, 0, 1, 2, 0], 0.5)],
  ["slice of every second", (x) => op("aten::slice.Tensor")(x, 2, undefined, undefined, 2)],
  ["slice from behind", (x) => op("aten::slice.Tensor")(x, -1, -4, -1)],
  ["narrow", (x) => x.narrow(1, 1, 2)],
  ["softmax, log_softmax", (x) => x.flatten(1).softmax(-1).add(x.flatten(1).logSoftmax(1))],
  [
    "what changes nothing",
    (x) =>
      op("aten::dropout")(x.contiguous("channels_last").clone().detach().to({ dtype: "float32" }), 0.5, false).relu(),
  ],
  withPart("batch_norm", trainedBatchNorm()),
  [
    "bn_act with a shortcut",
    (x, self: { part: BatchNorm2d }) => self.part.rectified(x, x).activation,
    { part: trainedBatchNorm() },
  ] as Case,
  [
    "the unit means of bn_act",
    (x, self: { part: BatchNorm2d }) => self.part.rectified(x).unitMeans,
    { part: trainedBatchNorm() },
  ] as Case,
];

function trainedBatchNorm(): BatchNorm2d {
  const bn = new BatchNorm2d(4);
  noGrad(() => {
    for (const [i, value] of Object.values({
      a: bn.weight,
      b: bn.bias,
      c: bn.running_mean,
      d: bn.running_var,
    }).entries())
      value.copy_(rand([4], new Generator(i)).add(0.2));
  });
  return bn;
}

describe("a translation computes what the operator does", () => {
  test.each(cases)("%s", async (_, compute, parts) => {
    const model = new Expression(compute as never, parts);
    for (const images of [1, 3]) {
      const { actual, expected } = await both(model, images);
      expect(actual?.dims).toEqual(expected.dims);
      for (const [i, value] of expected.data.entries()) {
        const tolerance = 1e-5 * Math.max(1, Math.abs(Number(value)));
        expect(Math.abs((actual?.data[i] as number) - Number(value)), `${i}`).toBeLessThan(tolerance);
      }
    }
  });
});

describe("what has no translation is an error that names the operator", () => {
  test.each<[string, (x: Tensor) => Tensor, RegExp]>([
    [
      "an operator that is not known",
      (x) => op("aten::gelu")(x),
      /^aten::gelu has no translation to ONNX: the operator is unknown/,
    ],
    ["one that changes its argument", (x) => op("aten::relu_")(x.add(1)), /^aten::relu_ has no translation/],
    ["a factor in a sum", (x) => op("aten::add.Tensor")(x, x, 2), /^aten::add\.Tensor .*only for alpha = 1/],
    ["dropout in training", (x) => op("aten::dropout")(x, 0.5, true), /^aten::dropout .*only for train = false/],
    ["images folded into another axis", (x) => x.reshape([-1, 6]), /^aten::reshape .*\[2, 4, 6, 6\] to \[-1, 6\]/],
    ["another dtype", (x) => x.to({ dtype: "float64" }), /^aten::to\.device .*got float32 to float64/],
    ["a pool that rounds up", (x) => op("aten::max_pool2d")(x, 4, 4, 0, 1, true), /only for ceil_mode = false/],
  ])("%s", (_, compute, message) => {
    const model = new Expression(compute);
    expect(() => traceModel(model, raw)).toThrow(TranslationError);
    expect(() => traceModel(model, raw)).toThrow(message);
  });

  test("batch norm in training", () => {
    const model = new Expression((x, self) => (self as unknown as { part: Module }).part.forward(x), {
      part: new BatchNorm2d(4),
    }).train();
    expect(() => traceModel(model, raw)).toThrow(/^aten::batch_norm .*only for training = false/);
  });
});
