import { describe, expect, test } from "vitest";
import { SELECTIVITY_MEASURES } from "../../src/measures/measures.js";
import { testSelectivityMeasure } from "./conformance.js";

for (const measure of SELECTIVITY_MEASURES) testSelectivityMeasure(measure);

describe("SELECTIVITY_MEASURES", () => {
  test("have different names", () => {
    const names = SELECTIVITY_MEASURES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
