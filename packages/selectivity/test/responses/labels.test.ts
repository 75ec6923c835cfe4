import { tensor } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { classSizes, LEFT_OUT, presentClasses, readLabels } from "../../src/responses/labels.js";

describe("readLabels", () => {
  test.each(["int64", "int32", "uint8"] as const)("reads %s", (dtype) => {
    expect(readLabels("test", tensor([2, 0, 1], { dtype }), 3)).toEqual(Int32Array.of(2, 0, 1));
  });

  test("refuses a label that is no class, and names the image", () => {
    expect(() => readLabels("test", tensor([0, -1], { dtype: "int64" }), 3)).toThrow(
      "test: labels must be from 0 to 2, got -1 for image 1.",
    );
  });
});

describe("classSizes", () => {
  test("counts the images of each class, except those left out", () => {
    const sizes = classSizes(Int32Array.of(0, 2, LEFT_OUT, 2), 4);
    expect(sizes).toEqual([1, 0, 2, 0]);
    expect(presentClasses(sizes)).toEqual([0, 2]);
  });
});
