import { describe, expect, test } from "vitest";
import type { NodeProto } from "../../src/model/schema.js";
import { findUnits } from "../../src/units/find-units.js";
import { node } from "../support.js";
import { constants, graphOf, relu6, written } from "./found.js";

describe("a nonlinearity written out", () => {
  test.each<[string, string, NodeProto[]]>([
    ["SiLU", "SiLU", [node("Sigmoid", ["x"], "s"), node("Mul", ["s", "x"], "y")]],
    [
      "SiLU with a factor",
      "SiLU",
      [node("Mul", ["x", "six"], "x6"), node("Sigmoid", ["x6"], "s"), node("Mul", ["x", "s"], "y")],
    ],
    ["hard swish", "hard swish", [node("HardSigmoid", ["x"], "s"), node("Mul", ["x", "s"], "y")]],
    [
      "hard swish, x · (relu6(x + 3) / 6)",
      "hard swish",
      [...relu6, node("Div", ["clip", "six"], "s"), node("Mul", ["x", "s"], "y")],
    ],
    [
      "hard swish, (x · relu6(x + 3)) / 6",
      "hard swish",
      [...relu6, node("Mul", ["x", "clip"], "p"), node("Div", ["p", "six"], "y")],
    ],
    [
      "hard swish, of a Relu and a Min",
      "hard swish",
      [
        node("Add", ["x", "three"], "x3"),
        node("Relu", ["x3"], "r"),
        node("Min", ["r", "six"], "m"),
        node("Mul", ["m", "x"], "p"),
        node("Div", ["p", "six"], "y"),
      ],
    ],
    [
      "GELU, x · (1 + erf(x / √2)) · 0.5",
      "GELU",
      [
        node("Div", ["x", "six"], "d"),
        node("Erf", ["d"], "e"),
        node("Add", ["e", "one"], "g"),
        node("Mul", ["x", "g"], "p"),
        node("Mul", ["p", "half"], "y"),
      ],
    ],
    [
      "GELU, (0.5 x) · (1 + erf(x / √2))",
      "GELU",
      [
        node("Div", ["x", "six"], "d"),
        node("Erf", ["d"], "e"),
        node("Add", ["one", "e"], "g"),
        node("Mul", ["x", "half"], "h"),
        node("Mul", ["h", "g"], "y"),
      ],
    ],
    [
      "GELU by tanh",
      "GELU",
      [
        node("Pow", ["x", "three"], "cube"),
        node("Mul", ["cube", "half"], "c"),
        node("Add", ["x", "c"], "a"),
        node("Mul", ["a", "half"], "b"),
        node("Tanh", ["b"], "t"),
        node("Add", ["t", "one"], "g"),
        node("Mul", ["x", "g"], "p"),
        node("Mul", ["p", "half"], "y"),
      ],
    ],
    ["Mish", "Mish", [node("Softplus", ["x"], "s"), node("Tanh", ["s"], "t"), node("Mul", ["x", "t"], "y")]],
  ])("%s is one layer", (_, activation, nodes) => {
    expect(written(nodes)).toEqual({ units: ["−y"], leftOut: {} });
    const graph = graphOf([node("Conv", ["images", "w"], "x"), ...nodes], constants);
    expect(findUnits(graph, "logits").units).toEqual([
      { layer: "y", tensor: "y", activation, mayBeNegative: true, axis: 1 },
    ]);
  });

  test("is none where the product is with something else", () => {
    const other = [node("Conv", ["x", "w"], "z"), node("Tanh", ["x"], "t"), node("Mul", ["z", "t"], "y")];
    expect(written(other).units).toEqual(["−t"]);
    const deeper = [node("Conv", ["x", "w"], "z"), node("Sigmoid", ["z"], "s"), node("Mul", ["x", "s"], "y")];
    expect(written(deeper)).toEqual({ units: [], leftOut: { s: "its Sigmoid only scales another tensor" } });
  });
});
