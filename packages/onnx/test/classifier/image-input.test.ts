import { describe, expect, test } from "vitest";
import { findImageInput } from "../../src/classifier/image-input.js";
import { floats } from "../../src/model/graph-writer.js";
import type { NodeProto } from "../../src/model/schema.js";
import { GraphIndex } from "../../src/units/graph-index.js";
import { node, number, weights } from "../support.js";
import { graphOf } from "../units/found.js";

const numbers = [
  ...[number("byte", 255), number("tenth", 0.1), number("two", 2), number("small", 1 / 255)],
  weights("means", [1, 3, 1, 1], Float32Array.of(123.7, 116.3, 103.5)),
];
function found(sizes: readonly (number | string)[], nodes: NodeProto[] = [], metadata = {}) {
  return findImageInput("x.onnx", [floats("images", sizes)], new GraphIndex(graphOf(nodes, numbers)), metadata);
}
const turned = node("Transpose", ["images"], "t", { perm: [0, 3, 1, 2] });

describe("where the channels are", () => {
  test("is said by the axis with one or three entries", () => {
    expect(found(["N", 3, 8, 8])).toMatchObject({ layout: "NCHW", shape: [null, 3, 8, 8] });
    expect(found(["N", 8, 9, 3])).toMatchObject({ layout: "NHWC", shape: [null, 3, 8, 9] });
    expect(found([4, "H", "W", 1])).toMatchObject({ layout: "NHWC", shape: [4, 1, null, null] });
    expect(found(["N", 3, "H", "W"], [turned])).toMatchObject({ layout: "NCHW" });
  });

  test("is said by a transposition at the start where sizes do not tell", () => {
    expect(found(["N", "C", "H", "W"])).toMatchObject({ layout: "NCHW" });
    expect(found(["N", "H", "W", "C"], [turned])).toMatchObject({ layout: "NHWC" });
    expect(found(["N", 3, 3, 3], [node("Cast", ["images"], "c"), { ...turned, input: ["c"] }]).layout).toBe("NHWC");
  });
});

describe("which range of pixels a network expects", () => {
  const range = (...steps: [string, string][]) =>
    found(
      ["N", 3, 8, 8],
      steps.map(([op, by], i) => node(op, [i === 0 ? "images" : `s${i - 1}`, by], `s${i}`)),
    ).pixels;

  test("is said by what its first nodes do", () => {
    expect(range()).toBe("normalized");
    expect(range(["Mul", "two"], ["Sub", "tenth"])).toBe("0..1");
    expect(range(["Div", "byte"])).toBe("0..255");
    expect(range(["Mul", "small"], ["Sub", "tenth"])).toBe("0..255");
    expect(range(["Sub", "means"])).toBe("0..255");
  });

  test("is said by metadata of Windows ML", () => {
    const by = (entries: Record<string, string>) => found(["N", 3, 8, 8], [], entries).pixels;
    expect(by({ "Image.NominalPixelRange": "NominalRange_0_255" })).toBe("0..255");
    expect(by({ "Image.NominalPixelRange": "Normalized_1_1" })).toBe("-1..1");
    expect(by({ "Image.BitmapPixelFormat": "Rgb8", "Image.NominalPixelRange": "Normalized_0_1" })).toBe("0..1");
    expect(() => by({ "Image.BitmapPixelFormat": "Bgr8" })).toThrow(/x\.onnx expects images as Bgr8\n.*RGB/);
    expect(() => by({ "Image.NominalPixelRange": "NominalRange_16_235" })).toThrow(/NominalRange_16_235/);
  });
});
