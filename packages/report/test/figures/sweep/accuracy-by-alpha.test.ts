import { describe, expect, test } from "vitest";
import { accuracyByAlpha } from "../../../src/figures/sweep/accuracy-by-alpha.js";
import { drawExample, findLayer, MARGIN, near, readValues } from "../example.js";

describe("accuracy-by-alpha", () => {
  test("plots every network's accuracy, and each alpha's mean and interval", async () => {
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
    const sd = Math.sqrt((0.02 ** 2 + 0.02 ** 2 + 0.04 ** 2) / 2); // of 0.6, 0.6, 0.66 around 0.62
    expect(readValues(findLayer(panel, "interval"), "alpha", "n", "mean", "low", "high")).toEqual([
      [-1, 3, near(0.82), near(0.82 - 0.02 * MARGIN), near(0.82 + 0.02 * MARGIN)],
      [0, 3, near(0.74), near(0.74 - 0.04 * MARGIN), near(0.74 + 0.04 * MARGIN)],
      [1, 3, near(0.62), near(0.62 - sd * MARGIN), near(0.62 + sd * MARGIN)],
    ]);
    expect(findLayer(panel, "control").encoding?.y?.datum).toEqual(near(0.74));
  });

  test("fits its axis to the values, a quarter of their span beyond, and a margin", async () => {
    const [panel] = await drawExample(accuracyByAlpha);
    const span = 0.84 - 0.6;
    // below, the interval of alpha = 1 extends further than a quarter of the span; above, that of alpha = -1 does not
    expect(findLayer(panel, "network").encoding?.y?.scale?.domain).toEqual([
      near(0.6 - 0.25 * span - 0.06 * span),
      near(0.82 + 0.02 * MARGIN + 0.06 * span),
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
    expect(readValues(findLayer(panel, "interval"), "alpha", "mean", "low", "high")).toEqual([
      [-1, near(8), near(8 - 2 * MARGIN), near(8 + 2 * MARGIN)],
      [1, near(-12), near(-12 - 2 * MARGIN), near(-12 + 2 * MARGIN)],
    ]);
    expect(findLayer(panel, "network").encoding?.y?.scale?.domain).toEqual([
      near(-12 - 2 * MARGIN - 0.06 * 24),
      near(8 + 2 * MARGIN + 0.06 * 24),
    ]);
  });
});
