import { describe, expect, test } from "vitest";
import { logarithms, looksLikeProbabilities, scoreKind } from "../../src/classifier/scores.js";
import type { GraphProto, NodeProto } from "../../src/model/schema.js";
import { node, smallModel } from "../support.js";

const kindOf = (...nodes: NodeProto[]) => scoreKind({ ...(smallModel().graph as GraphProto), node: nodes }, "scores");
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
