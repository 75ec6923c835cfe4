import { describe, expect, test } from "vitest";
import { normalCdf, normalQuantile } from "../../src/distributions/normal.js";
import reference from "../reference/intervals.json" with { type: "json" };

describe("normalCdf and normalQuantile", () => {
  test.each(reference.normal)("agree with SciPy at z = $z", ({ z, cdf }) => {
    expect(normalCdf(z) / cdf).toBeCloseTo(1, 12);
    expect(normalQuantile(cdf)).toBeCloseTo(z, 12);
  });
});
