import { describe, expect, test } from "vitest";
import { corruptionHeatMap } from "../../../src/figures/robustness/corruption-heat-map.js";
import { drawExample, near, readValues } from "../example.js";

describe("corruption-heat-map", () => {
  test("plots mean differences to the control of the same seed, in percentage points, one panel per severity", async () => {
    const panels = await drawExample(corruptionHeatMap, { evaluated: true });
    const values = panels.map((panel) =>
      readValues(panel, "corruption", "severity", "alpha", "difference", "networks"),
    );
    // clean differences are 10, 8, 6 and -10, -14, -12; severity 5 adds 10 alpha
    expect(values).toEqual([
      [
        ["fog", 1, -1, near(8), 3],
        ["fog", 1, 0, near(0), 3],
        ["fog", 1, 1, near(-12), 3],
      ],
      [
        ["fog", 5, -1, near(-2), 3],
        ["fog", 5, 0, near(0), 3],
        ["fog", 5, 1, near(-2), 3],
      ],
    ]);
    expect(panels.map(({ encoding }) => encoding?.color?.scale?.domain)).toEqual([
      [near(-12), near(12)],
      [near(-12), near(12)],
    ]);
  });
});
