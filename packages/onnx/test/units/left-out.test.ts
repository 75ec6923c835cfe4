import { describe, expect, test } from "vitest";
import type { NodeProto } from "../../src/model/schema.js";
import { node } from "../support.js";
import { relu6, written } from "./found.js";

describe("what is left out", () => {
  const gate = "only scales another tensor";
  const squeeze = "inside of squeeze-and-excitation, on pooled maps and read by a gate alone";
  const twice = "what goes in is never negative already, and counts where it is made";

  test("a sigmoid that only scales another tensor, but none that goes elsewhere too", () => {
    const nodes = [node("Sigmoid", ["a"], "gate"), node("Mul", ["x", "gate"], "y")];
    expect(written(nodes)).toEqual({ units: [], leftOut: { gate: `its Sigmoid ${gate}` } });
    expect(written([...nodes, node("Gemm", ["gate", "w"], "z")]).units).toEqual(["gate"]);
    expect(written([nodes[0] as NodeProto, node("Mul", ["gate", "half"], "logits")]).units).toEqual(["gate"]);
  });

  test("a gate written by hand, however many nodes are between it and what it scales; but no ReLU6", () => {
    const scale = [
      node("Div", ["clip", "six"], "g"),
      node("Expand", ["g", "shape"], "e"),
      node("Mul", ["e", "a"], "y"),
    ];
    expect(written([...relu6, ...scale])).toEqual({ units: [], leftOut: { clip: `its Clip ${gate}` } });
    expect(written([node("Clip", ["x", "zero", "six"], "clip"), ...scale]).units).toEqual(["clip"]);
  });

  const inner = (pool: NodeProto, act: NodeProto[], opened: NodeProto[] = [node("Sigmoid", ["b"], "gate")]) => [
    pool,
    node("Conv", ["pooled", "w"], "a"),
    ...act,
    node("Conv", ["act", "w"], "b"),
    ...opened,
    node("Mul", ["x", "gate"], "y"),
  ];
  const relu = [node("Relu", ["a"], "act")];

  test.each<[string, NodeProto]>([
    ["GlobalAveragePool", node("GlobalAveragePool", ["x"], "pooled")],
    ["ReduceMean", node("ReduceMean", ["x"], "pooled", { axes: [2, 3] })],
  ])("the inside of squeeze-and-excitation, by %s", (_, pool) => {
    expect(written(inner(pool, relu))).toEqual({ units: [], leftOut: { act: squeeze, gate: `its Sigmoid ${gate}` } });
    const silu = [node("Sigmoid", ["a"], "s"), node("Mul", ["a", "s"], "act")];
    expect(written(inner(pool, silu)).leftOut).toEqual({ act: squeeze, gate: `its Sigmoid ${gate}` });
    const byHand = [node("Add", ["b", "three"], "b3"), node("Clip", ["b3", "zero", "six"], "gate")];
    expect(written(inner(pool, relu, byHand)).leftOut).toEqual({ act: squeeze, gate: `its Clip ${gate}` });
  });

  test("but not what is on maps, or over channels, or read by another layer too", () => {
    const pool = node("GlobalAveragePool", ["x"], "pooled");
    expect(written(inner(node("Conv", ["x", "w"], "pooled"), relu)).units).toEqual(["act"]);
    expect(written(inner(node("ReduceMean", ["x"], "pooled", { axes: [1] }), relu)).units).toEqual(["act"]);
    expect(written([...inner(pool, relu), node("Gemm", ["act", "w"], "z")]).units).toEqual(["act"]);
  });

  test("a rectification of what is never negative already, perhaps pooled", () => {
    const first = node("Relu", ["x"], "a");
    expect(written([first, node("Relu", ["a"], "b")])).toEqual({ units: ["a"], leftOut: { b: twice } });
    expect(written([first, node("LeakyRelu", ["a"], "b")]).units).toEqual(["a"]);
    expect(written([node("Clip", ["x", "zero"], "a"), node("Relu", ["a"], "b")]).leftOut).toEqual({ b: twice });
    const pooled = [first, node("MaxPool", ["a"], "m"), node("Reshape", ["m", "shape"], "r"), node("Relu", ["r"], "b")];
    expect(written(pooled).leftOut).toEqual({ b: twice });
    const joined = [first, node("Softplus", ["x"], "s"), node("Concat", ["a", "s"], "c"), node("Relu", ["c"], "b")];
    expect(written(joined).leftOut).toEqual({ b: twice });
  });

  test("but not of a sum, a linear layer, or what may be negative", () => {
    const first = node("Relu", ["x"], "a");
    expect(written([first, node("Add", ["a", "a"], "s"), node("Relu", ["s"], "b")]).units).toEqual(["a", "b"]);
    expect(written([first, node("Conv", ["a", "w"], "c"), node("Relu", ["c"], "b")]).units).toEqual(["a", "b"]);
    expect(written([node("Tanh", ["x"], "a"), node("Relu", ["a"], "b")]).units).toEqual(["b"]);
    expect(written([first, node("Concat", ["a", "x"], "c"), node("Relu", ["c"], "b")]).units).toEqual(["a", "b"]);
  });

  test("what only another nonlinearity reads, whose output the next layer reads", () => {
    const why = (next: string) => `only the nonlinearity ${next} reads it, whose output counts`;
    const first = node("Relu", ["x"], "a");
    const cap = node("Clip", ["a", "zero", "six"], "b");
    expect(written([first, cap])).toEqual({ units: ["b"], leftOut: { a: why("b") } });
    expect(written([first, node("Min", ["six", "a"], "b")])).toEqual({ units: ["b"], leftOut: { a: why("b") } });
    expect(written([first, node("Clip", ["a", "", "six"], "b")])).toEqual({ units: ["b"], leftOut: { a: why("b") } });
    expect(written([first, node("Identity", ["a"], "i"), { ...cap, input: ["i", "zero", "six"] }]).units).toEqual([
      "b",
    ]);
    expect(written([first, cap, node("Conv", ["a", "w"], "c")]).units).toEqual(["a", "b"]);
    expect(written([first, node("MaxPool", ["a"], "m"), { ...cap, input: ["m", "zero", "six"] }]).units).toEqual([
      "a",
      "b",
    ]);
  });

  test("a cap on what does not exceed it", () => {
    const relu6 = (input: string, output: string) => node("Clip", [input, "zero", "six"], output);
    expect(written([relu6("x", "a"), node("MaxPool", ["a"], "m"), relu6("m", "b")])).toEqual({
      units: ["a"],
      leftOut: { b: twice },
    });
  });
});
