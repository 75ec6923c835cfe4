import { describe, expect, test } from "vitest";
import { formatCell, formatDifference, formatShare, formatTable } from "../../src/terminal/format.js";

describe("formatShare", () => {
  test.each([
    [0.8204, "0.820"],
    [1, "1.000"],
    [-0.25, "−0.250"],
    [null, "–"],
    [undefined, "–"],
    [Number.NaN, "–"],
  ])("writes %s as %s", (value, text) => {
    expect(formatShare(value)).toBe(text);
  });
});

describe("formatDifference", () => {
  test.each([
    [0.012, "+0.012"],
    [-0.25, "−0.250"],
    [0, "+0.000"],
    [undefined, "–"],
    [Number.NaN, "–"],
  ])("writes %s as %s", (value, text) => {
    expect(formatDifference(value)).toBe(text);
  });
});

describe("formatCell", () => {
  test("leaves out zeros", () => {
    expect([0, 3].map(formatCell)).toEqual(["–", "3"]);
  });
});

describe("formatTable", () => {
  test("aligns numbers to the right", () => {
    const rows = [
      ["alpha", "n"],
      ["−20", "2"],
      ["0", "10"],
    ];
    expect(`\n${formatTable(rows)}\n`).toBe("\nalpha   n\n  −20   2\n    0  10\n");
  });

  test("of no rows is empty", () => {
    expect(formatTable([])).toBe("");
  });
});
