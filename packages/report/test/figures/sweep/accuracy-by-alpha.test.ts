import { describe, expect, test } from "vitest";
import { accuracyByAlpha } from "../../../src/figures/sweep/accuracy-by-alpha.js";
import { drawExample, findLayer, near, readValues } from "../example.js";

describe("accuracy-by-alpha", () => {
  test("plots every network's accuracy, and each alpha's mean; three are too few for an interval", async () => {
    const [panel] = await drawExample(accuracyByAlpha);
    expect(readValues(findLayer(panel, "network"), "alpha", "seed", "value")).toEqual([
      ...[
        [-1, 0, 0.8],
        [-1, 1, 0.82],
        [-1, 2, 0.84],
      ],
      ...[
        [0, 0, 0.7],
        [0, 1, 0.74],
        [0, 2, 0.78],
      ],
      ...[
        [1, 0, 0.6],
        [1, 1, 0.6],
        [1, 2, 0.66],
      ],
    ]);
    expect(readValues(findLayer(panel, "mean"), "alpha", "n", "mean")).toEqual([
      [-1, 3, near(0.82)],
      [0, 3, near(0.74)],
      [1, 3, near(0.62)],
    ]);
    expect(readValues(findLayer(panel, "interval"))).toEqual([]);
    expect(findLayer(panel, "control").encoding?.y?.datum).toEqual(near(0.74));
  });

  test("fits its axis to the values and a margin", async () => {
    const [panel] = await drawExample(accuracyByAlpha);
    const span = 0.84 - 0.6;
    expect(findLayer(panel, "network").encoding?.y?.scale?.domain).toEqual([
      near(0.6 - 0.06 * span),
      near(0.84 + 0.06 * span),
    ]);
  });

  test("plots pooled intervals, and fits its axis to them", async () => {
    const [, panel] = await drawExample(accuracyByAlpha, { pooled: true });
    // Both alphas have differences with a standard deviation of 2 points; t of 4 degrees of freedom from a table.
    const margin = (2.7764451051977987 * 2) / Math.sqrt(3);
    expect(readValues(findLayer(panel, "interval"), "alpha", "mean", "low", "high")).toEqual([
      [-1, near(8), near(8 - margin), near(8 + margin)],
      [1, near(-12), near(-12 - margin), near(-12 + margin)],
    ]);
    expect(findLayer(panel, "network").encoding?.y?.scale?.domain).toEqual([
      near(-12 - margin - 0.06 * 24),
      near(8 + margin + 0.06 * 24),
    ]);
  });

  test("plots below it the difference of each network to the control of its seed, in percentage points", async () => {
    const [, panel] = await drawExample(accuracyByAlpha);
    expect(readValues(findLayer(panel, "network"), "alpha", "seed", "value")).toEqual([
      ...[
        [-1, 0, near(10)],
        [-1, 1, near(8)],
        [-1, 2, near(6)],
      ],
      ...[
        [1, 0, near(-10)],
        [1, 1, near(-14)],
        [1, 2, near(-12)],
      ],
    ]);
    expect(readValues(findLayer(panel, "mean"), "alpha", "mean")).toEqual([
      [-1, near(8)],
      [1, near(-12)],
    ]);
  });
});
