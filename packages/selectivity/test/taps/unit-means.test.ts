import { ShapeError, tensor, zeros } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { unitMeans } from "../../src/taps/unit-means.js";

describe("unitMeans", () => {
  test("averages each channel over its positions", () => {
    const activation = tensor(Float32Array.of(1, 2, 3, 6, 0, 0, 0, 4), { shape: [1, 2, 2, 2] });
    expect(unitMeans(activation).toArray()).toEqual([[3, 1]]);
  });

  test("leaves the neurons of a fully connected layer as they are", () => {
    const activation = tensor([[1, 2]]);
    expect(unitMeans(activation)).toBe(activation);
  });

  test("refuses another layout, and says what it takes", () => {
    expect(() => unitMeans(zeros([4, 7, 3]))).toThrow(ShapeError);
    expect(() => unitMeans(zeros([4, 7, 3]))).toThrow(
      "unitMeans: activation must be [N, C, H, W] or [N, U], got float32 [4, 7, 3] on cpu.",
    );
  });
});
