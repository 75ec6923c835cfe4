import { describe, expect, test } from "vitest";
import { readOnnxFile } from "../../src/classifier/file.js";
import type { GraphProto, NodeProto } from "../../src/model/schema.js";
import { findUnits } from "../../src/units/find-units.js";
import { node, reference, smallModel, weights } from "../support.js";

const graphOf = (nodes: NodeProto[], initializer: GraphProto["initializer"] = []): GraphProto => ({
  ...(smallModel().graph as GraphProto),
  node: nodes,
  initializer,
});

describe("findUnits", () => {
  test.each(["Relu", "Sigmoid", "HardSigmoid", "Softplus", "ThresholdedRelu"])("takes the units after %s", (opType) => {
    const graph = graphOf([node(opType, ["x"], "units"), node("Gemm", ["units", "w"], "logits")]);
    expect(findUnits(graph, "logits")).toEqual({ units: [{ layer: "units", tensor: "units" }], leftOut: [] });
  });

  test.each(["LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "Tanh", "Softsign", "Gelu", "Mish", "HardSwish"])(
    "leaves out the units after %s, which may be negative",
    (opType) => {
      const leftOut = [{ layer: "units", why: `${opType} may be negative` }];
      expect(findUnits(graphOf([node(opType, ["x"], "units")]), "logits")).toEqual({ units: [], leftOut });
    },
  );

  test("takes a Clip from 0 on, however that is told, and no other", () => {
    const low = (value: number) => weights("low", [], Float32Array.of(value));
    const clip = node("Clip", ["x", "low"], "units");
    const found = (graph: GraphProto) => findUnits(graph, "logits").units.length;
    expect(found(graphOf([clip], [low(0)]))).toBe(1);
    expect(found(graphOf([clip], [low(-1)]))).toBe(0);
    expect(found(graphOf([clip]))).toBe(0);
    expect(found(graphOf([{ ...clip, input: ["x", ""] }]))).toBe(0);
    expect(found(graphOf([node("Clip", ["x"], "units", { min: { float: 0 }, max: { float: 6 } })]))).toBe(1);
    expect(found(graphOf([node("Clip", ["x"], "units", { min: { float: -6 } })]))).toBe(0);
    const constant = (value: number): NodeProto => ({
      ...node("Constant", [], "low"),
      attribute: [{ name: "value", t: { dataType: 1, floatData: [value] } }],
    });
    expect(found(graphOf([constant(0), clip]))).toBe(1);
    expect(found(graphOf([constant(-0.5), clip]))).toBe(0);
  });

  test("leaves out a sigmoid that only scales another tensor, but none that goes elsewhere too", () => {
    const gate = [node("Sigmoid", ["x"], "gate"), node("Mul", ["x", "gate"], "y")];
    expect(findUnits(graphOf(gate), "logits").leftOut).toEqual([
      { layer: "gate", why: "its Sigmoid only scales another tensor" },
    ]);
    expect(findUnits(graphOf([...gate, node("Gemm", ["gate", "w"], "z")]), "logits").units).toHaveLength(1);
  });

  test("does not take the output layer, and names a node without a name by its tensor", () => {
    const graph = graphOf([node("Relu", ["x"], "a", {}, ""), node("Sigmoid", ["a"], "logits")]);
    expect(findUnits(graph, "logits")).toEqual({ units: [{ layer: "a", tensor: "a" }], leftOut: [] });
  });

  test("reads a network of PyTorch's exporter", () => {
    const { units, leftOut } = readOnnxFile(reference("mobile.onnx")).survey;
    expect(units.map(({ layer }) => layer)).toEqual(["/relu/Relu", "/relu6/Clip", "/relu_1/Relu", "/sigmoid/Sigmoid"]);
    expect(leftOut).toEqual([
      { layer: "/gate/Sigmoid", why: "its Sigmoid only scales another tensor" },
      { layer: "/silu/Sigmoid", why: "its Sigmoid only scales another tensor" },
      { layer: "/hardswish/HardSwish", why: "HardSwish may be negative" },
      { layer: "/gelu/Erf", why: "GELU may be negative" },
    ]);
  });
});
