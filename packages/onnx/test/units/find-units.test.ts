import { describe, expect, test } from "vitest";
import { readOnnxFile } from "../../src/classifier/file.js";
import type { NodeProto } from "../../src/model/schema.js";
import { findUnits } from "../../src/units/find-units.js";
import { node, number, reference } from "../support.js";
import { found, written } from "./found.js";

describe("findUnits", () => {
  test.each(["Relu", "Sigmoid", "HardSigmoid", "Softplus", "ThresholdedRelu"])("takes the units after %s", (opType) => {
    expect(found([node(opType, ["x"], "units"), node("Gemm", ["units", "w"], "logits")])).toEqual({
      units: ["units"],
      leftOut: {},
    });
  });

  test.each(["LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "Tanh", "Softsign", "Gelu", "Mish", "HardSwish", "Swish"])(
    "takes the units after %s, and says that they may be negative",
    (opType) => {
      expect(found([node(opType, ["x"], "units")])).toEqual({ units: ["−units"], leftOut: {} });
    },
  );

  test("takes a Clip from 0 on, however that is told, and a hard tanh", () => {
    const clip = node("Clip", ["x", "low"], "units");
    expect(found([clip], [number("low", 0)]).units).toEqual(["units"]);
    expect(found([clip], [number("low", -1)]).units).toEqual(["−units"]);
    expect(found([node("Clip", ["x"], "units", { min: { float: 0 }, max: { float: 6 } })]).units).toEqual(["units"]);
    expect(found([node("Clip", ["x"], "units", { min: { float: -6 } })]).units).toEqual(["−units"]);
    const constant = (value: number): NodeProto => ({
      ...node("Constant", [], "low"),
      attribute: [{ name: "value", t: { dataType: 1, floatData: [value] } }],
    });
    expect(found([constant(0), clip]).units).toEqual(["units"]);
    expect(found([constant(-0.5), clip]).units).toEqual(["−units"]);
  });

  test("takes Max with 0, Max and Min as a pair, thresholds and leaky rectifiers that are written out", () => {
    expect(written([node("Max", ["x", "zero"], "a")]).units).toEqual(["a"]);
    expect(written([node("Max", ["zero", "x"], "a"), node("Min", ["a", "six"], "b")]).units).toEqual(["b"]);
    expect(written([node("Min", ["x", "six"], "a"), node("Max", ["a", "zero"], "b")]).units).toEqual(["b"]);
    expect(written([node("Max", ["x", "one"], "a")]).units).toEqual([]); // keeps a divisor from 0
    expect(written([node("Min", ["x", "six"], "a")]).units).toEqual([]);
    const tenth = node("Mul", ["x", "half"], "h");
    expect(written([tenth, node("Max", ["x", "h"], "a")]).units).toEqual(["−a"]);
    const above = node("Greater", ["x", "zero"], "c");
    expect(written([above, node("Where", ["c", "x", "zero"], "a")]).units).toEqual(["a"]);
    expect(written([above, tenth, node("Where", ["c", "x", "h"], "a")]).units).toEqual(["−a"]);
    expect(written([above, node("Where", ["c", "y", "zero"], "a")]).units).toEqual([]);
  });

  test("reads limits of every element type", () => {
    const clip = node("Clip", ["x", "low"], "units");
    const low = (dataType: number, values: object) => ({ name: "low", dims: [], dataType, ...values });
    const bytes = (array: ArrayBufferView) => ({ rawData: new Uint8Array(array.buffer) });
    for (const zero of [
      low(10, bytes(Uint16Array.of(0))),
      low(10, { int32Data: [0] }),
      low(16, bytes(Uint16Array.of(0))),
      low(11, bytes(Float64Array.of(0))),
      low(7, bytes(BigInt64Array.of(0n))),
      low(6, { int32Data: [0] }),
    ])
      expect(found([clip], [zero]).units).toEqual(["units"]);
    expect(found([clip], [low(10, bytes(Uint16Array.of(0xbc00)))]).units).toEqual(["−units"]); // −1
  });

  test("takes a quantizer for a rectifier where its zero point is the lowest number, behind sums of products", () => {
    const scale = (name: string, dataType: number, bytes: number[]) => ({
      ...{ name, dims: [], dataType, rawData: Uint8Array.from(bytes) },
    });
    const numbers = [
      number("s", 0.1),
      scale("u0", 2, [0]),
      scale("u9", 2, [9]),
      scale("low", 3, [0x80]),
      scale("mid", 3, [0]),
    ];
    const conv = node("Conv", ["images", "w"], "x");
    const quantize = (zero: string, from = "x") => node("QuantizeLinear", [from, "s", zero], "q");
    const units = (...nodes: NodeProto[]) => found(nodes, numbers).units;
    expect(units(conv, quantize("u0"))).toEqual(["q"]);
    expect(units(conv, quantize("low"))).toEqual(["q"]);
    expect(units(conv, { ...quantize(""), input: ["x", "s"] })).toEqual(["q"]);
    expect(units(conv, quantize("u9"))).toEqual([]);
    expect(units(conv, quantize("mid"))).toEqual([]);
    expect(units(quantize("u0", "images"))).toEqual([]);
    const pooled = (op: string, ...act: NodeProto[]) => [conv, ...act, node(op, [act.length > 0 ? "a" : "x"], "p")];
    expect(units(...pooled("MaxPool"), quantize("u0", "p"))).toEqual(["q"]);
    expect(units(...pooled("MaxPool", node("Relu", ["x"], "a")), quantize("u0", "p"))).toEqual(["a"]);
    const silu = [node("Sigmoid", ["x"], "g"), node("Mul", ["x", "g"], "a")];
    expect(units(...pooled("GlobalAveragePool", ...silu), quantize("u0", "p"))).toEqual(["−a"]);
    const product = [node("Relu", ["x"], "a"), node("Sigmoid", ["y"], "g"), node("Mul", ["a", "g"], "m")];
    expect(units(conv, node("Conv", ["images", "w"], "y"), ...product, quantize("u0", "m"))).toEqual(["a"]);
  });

  test("takes no Clip that keeps numbers from overflowing or divisors from 0, and none without a lower bound", () => {
    const clip = node("Clip", ["x", "low"], "units");
    expect(found([clip], [number("low", -65504)]).units).toEqual([]);
    expect(found([clip], [number("low", 1e-12)]).units).toEqual([]);
    expect(found([clip]).units).toEqual([]);
    expect(found([{ ...clip, input: ["x", ""] }]).units).toEqual([]);
  });

  test("does not take the output layer, and names a node without a name by its tensor", () => {
    expect(found([node("Relu", ["x"], "a", {}, ""), node("Sigmoid", ["a"], "logits")])).toEqual({
      units: ["a"],
      leftOut: {},
    });
  });

  test("does not take the output layer in another form either", () => {
    const last = [node("Sigmoid", ["a"], "s"), node("Squeeze", ["s"], "t"), node("Identity", ["t"], "logits")];
    expect(found([node("Relu", ["x"], "a"), ...last]).units).toEqual(["a"]);
  });
});

describe("findUnits reads networks of PyTorch's exporter", () => {
  const survey = (name: string) => {
    const { graph, scores } = readOnnxFile(reference(name));
    return findUnits(graph, scores.name);
  };
  test("of nodes that are nonlinearities, and of some written out", () => {
    const { units, leftOut } = survey("mobile.onnx");
    expect(units.map(({ layer, activation }) => `${layer}: ${activation}`)).toEqual([
      "/relu/Relu: Relu",
      "/relu6/Clip: Clip",
      "/relu_1/Relu: Relu",
      "/silu/Mul: SiLU",
      "/hardswish/HardSwish: hard swish",
      "/sigmoid/Sigmoid: Sigmoid",
      "/gelu/Mul_1: GELU",
    ]);
    expect(leftOut).toEqual([{ layer: "/gate/Sigmoid", why: "its Sigmoid only scales another tensor" }]);
  });

  test("as people write them", () => {
    const { units, leftOut } = survey("by-hand.onnx");
    expect(units.map(({ layer, activation }) => `${layer}: ${activation}`)).toEqual([
      "/Div: hard swish",
      "/mish/Mul: Mish",
      "/Mul_2: SiLU",
      "/relu/Relu: Relu",
      "/Mul_3: hard swish",
      "/tanh/Mul_5: GELU",
    ]);
    expect(leftOut.map(({ layer }) => layer)).toEqual([
      ...["/se1/act/Relu", "/se1/Clip", "/se3/act/Mul", "/se3/Clip", "/again/Relu"],
    ]);
  });
});
