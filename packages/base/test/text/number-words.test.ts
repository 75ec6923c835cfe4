import { describe, expect, test } from "vitest";
import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatMegabytes,
  formatPercent,
  formatSigned,
} from "../../src/text/number-words.js";

test("counts have a plural, except 1", () => {
  expect([0, 1, 2].map((n) => formatCount(n, "seed"))).toEqual(["0 seeds", "1 seed", "2 seeds"]);
});

test("a percentage has one digit and no space, unless asked otherwise", () => {
  expect(formatPercent(0.8184)).toBe("81.8%");
  expect(formatPercent(1, 0)).toBe("100%");
  expect(formatPercent(-0.25)).toBe("−25.0%");
});

describe("formatSigned", () => {
  test("writes plus and a typographic minus, and nothing before 0", () => {
    expect([0.5, -2, 0, -0].map((value) => formatSigned(value))).toEqual(["+0.5", "−2", "0", "0"]);
  });

  test("keeps the digits that it is asked for", () => {
    expect([0.5, -0.0625, 0].map((value) => formatSigned(value, 3))).toEqual(["+0.500", "−0.063", "0.000"]);
    expect(formatSigned(-0.0001, 2)).toBe("0.00");
  });

  test("writes infinities and NaN", () => {
    expect(
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map((value) => formatSigned(value)),
    ).toEqual(["+Infinity", "−Infinity", "NaN"]);
  });
});

test("a decimal has a typographic minus, and none before zeros", () => {
  expect([0.25, -0.25, -0.0001].map((value) => formatDecimal(value, 3))).toEqual(["0.250", "−0.250", "0.000"]);
});

test.each([
  [0.4, "0 s"],
  [42, "42 s"],
  [59.6, "1 min 0 s"],
  [200, "3 min 20 s"],
  [3599.6, "1 h 0 min"],
  [7500, "2 h 5 min"],
])("%d seconds are %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test("megabytes are rounded, or rounded up", () => {
  expect(formatMegabytes(12_400_000)).toBe("12 MB");
  expect(formatMegabytes(400_000)).toBe("0 MB");
  expect(formatMegabytes(400_000, Math.ceil)).toBe("1 MB");
});
