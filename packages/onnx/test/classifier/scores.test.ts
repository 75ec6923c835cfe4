import { describe, expect, test } from "vitest";
import {
  findScores,
  logarithms,
  looksLikeNegativeLogarithms,
  looksLikeProbabilities,
} from "../../src/classifier/scores.js";
import type { GraphProto, NodeProto } from "../../src/model/schema.js";
import { GraphIndex } from "../../src/units/graph-index.js";
import { node, number, smallModel } from "../support.js";

const found = (...nodes: NodeProto[]) => {
  const graph = { ...(smallModel().graph as GraphProto), node: nodes, initializer: [number("ten", 10)] };
  return findScores("x.onnx", new GraphIndex(graph), "scores");
};
const kindOf = (...nodes: NodeProto[]) => found(...nodes).kind;
const scores = (...rows: number[][]) => ({
  data: Float32Array.from(rows.flat()),
  dims: [rows.length, rows[0]?.length ?? 0],
});

describe("scores are", () => {
  test("probabilities of a Softmax, in whatever form they come out", () => {
    expect(kindOf(node("Softmax", ["x"], "scores"))).toBe("probabilities");
    for (const form of ["Reshape", "Identity", "Cast", "Squeeze", "Flatten"])
      expect(kindOf(node("Softmax", ["x"], "p"), node(form, ["p"], "scores")), form).toBe("probabilities");
    const both = [node("Softmax", ["x"], "p"), node("Cast", ["p"], "q"), node("Reshape", ["q", "shape"], "scores")];
    expect(kindOf(...both)).toBe("probabilities");
  });

  test("logits of anything else: of a layer after it, of its logarithm, of a LogSoftmax", () => {
    expect(kindOf(node("Gemm", ["x", "w"], "scores"))).toBe("logits");
    expect(kindOf(node("LogSoftmax", ["x"], "scores"))).toBe("logits");
    expect(kindOf(node("Softmax", ["x"], "p"), node("Log", ["p"], "scores"))).toBe("logits");
    expect(kindOf(node("Softmax", ["x"], "p"), node("Gemm", ["p", "w"], "scores"))).toBe("logits");
  });

  test("probabilities of a Softmax that is scaled, and what goes into a Sigmoid", () => {
    expect(kindOf(node("Softmax", ["x"], "p"), node("Mul", ["p", "ten"], "scores"))).toBe("probabilities");
    expect(kindOf(node("Softmax", ["x"], "p"), node("Div", ["p", "ten"], "scores"))).toBe("probabilities");
    expect(found(node("Sigmoid", ["x"], "scores"))).toMatchObject({ kind: "logits", tensor: "x", name: "scores" });
    expect(found(node("Gemm", ["x", "w"], "scores"))).toEqual({ kind: "logits", tensor: "scores", name: "scores" });
  });

  test("refused where the smallest is the answer", () => {
    const negated = [node("LogSoftmax", ["x"], "p"), node("Neg", ["p"], "scores")];
    expect(() => kindOf(...negated)).toThrow(/its output scores is a negative log probability/);
    expect(looksLikeNegativeLogarithms(scores([Math.log(2), Math.log(2)]))).toBe(true);
    expect(looksLikeNegativeLogarithms(scores([1, 2, 0.5]))).toBe(false);
  });

  test("percentages, where every row sums to 100", () => {
    expect(looksLikeProbabilities(scores([50, 50, 0], [10, 20, 70.05]))).toBe(true);
    expect(looksLikeProbabilities(scores([50, 50, 0], [10, 20, 71]))).toBe(false);
    const { data } = logarithms(scores([25, 75]));
    expect([...data].map((value) => Math.exp(value))).toEqual([expect.closeTo(0.25, 6), expect.closeTo(0.75, 6)]);
  });

  test("probabilities by their looks where every row is ≥ 0 and sums to 1, within a thousandth", () => {
    expect(looksLikeProbabilities(scores([0.5, 0.5, 0], [0.1, 0.2, 0.7009]))).toBe(true);
    expect(looksLikeProbabilities(scores([0.5, 0.5, 0], [0.1, 0.2, 0.702]))).toBe(false);
    expect(looksLikeProbabilities(scores([0.5, 0.7, -0.2]))).toBe(false);
    expect(looksLikeProbabilities(scores([Number.NaN, 1, 0]))).toBe(false);
    expect(looksLikeProbabilities(scores([0.5, 0.5], [2, 1]))).toBe(false);
  });
});

test("the logarithm of a probability that was rounded to 0 is finite", () => {
  const { data, dims } = logarithms(scores([1, 0]));
  expect(dims).toEqual([1, 2]);
  expect(data[0]).toBe(0);
  expect(data[1]).toBeCloseTo(Math.log(1e-38), 3);
});
