import { describe, expect, test } from "vitest";
import { alphaText, duration, share, table } from "../../src/terminal/format.js";

describe("alphaText", () => {
  test.each([
    [-20, "−20"],
    [0.5, "+0.5"],
    [0, "0"],
    [-0, "0"],
  ])("writes %d as %s", (alpha, text) => {
    expect(alphaText(alpha)).toBe(text);
  });
});

describe("duration", () => {
  test.each([
    [0.4, "0 s"],
    [42, "42 s"],
    [59.6, "1 min 0 s"],
    [200, "3 min 20 s"],
    [3599.7, "1 h 0 min"],
    [7500, "2 h 5 min"],
  ])("writes %d seconds as %s", (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

describe("share", () => {
  test.each([
    [0.8204, "0.820"],
    [1, "1.000"],
    [null, "–"],
    [undefined, "–"],
    [Number.NaN, "–"],
  ])("writes %s as %s", (value, text) => {
    expect(share(value)).toBe(text);
  });
});

describe("table", () => {
  test("lines numbers up to the right", () => {
    const rows = [
      ["alpha", "n"],
      ["−20", "2"],
      ["0", "10"],
    ];
    expect(`\n${table(rows)}\n`).toBe("\nalpha   n\n  −20   2\n    0  10\n");
  });

  test("of no rows is nothing", () => {
    expect(table([])).toBe("");
  });
});
