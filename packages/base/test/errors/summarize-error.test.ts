import { describe, expect, test } from "vitest";
import { LabError, summarizeError } from "../../src/index.js";

describe("summarizeError", () => {
  test("is the problem of an error of ours, without details and remedy", () => {
    const error = new LabError({
      code: "full",
      problem: "the disk is full",
      remedy: "make room",
      details: ["9 of 9 MB"],
    });
    expect(summarizeError(error)).toBe("the disk is full");
  });

  test("is the first line of any other error", () => {
    expect(summarizeError(new Error("no such operator\nat native code"))).toBe("no such operator");
    expect(summarizeError("a text")).toBe("a text");
  });
});
