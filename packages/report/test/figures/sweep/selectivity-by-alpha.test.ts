import { describe, expect, test } from "vitest";
import { selectivityByAlpha } from "../../../src/figures/sweep/selectivity-by-alpha.js";
import { drawExample, findLayer, MARGIN, near, readValues } from "../example.js";

describe("selectivity-by-alpha", () => {
  test("plots every network's selectivity, and each alpha's mean and interval", async () => {
    const [panel] = await drawExample(selectivityByAlpha);
    expect(readValues(findLayer(panel, "network"), "alpha", "value")).toEqual([
      ...[
        [-1, 0.1],
        [-1, 0.12],
        [-1, 0.14],
      ],
      ...[
        [0, 0.2],
        [0, 0.2],
        [0, 0.2],
      ],
      ...[
        [1, 0.3],
        [1, 0.4],
        [1, 0.5],
      ],
    ]);
    expect(readValues(findLayer(panel, "interval"), "alpha", "mean", "low", "high")).toEqual([
      [-1, near(0.12), near(0.12 - 0.02 * MARGIN), near(0.12 + 0.02 * MARGIN)],
      [0, near(0.2), near(0.2), near(0.2)],
      [1, near(0.4), near(0.4 - 0.1 * MARGIN), near(0.4 + 0.1 * MARGIN)],
    ]);
  });

  test("plots means of split-half and null as lines, and includes them in its axis, which starts at 0", async () => {
    const [panel] = await drawExample(selectivityByAlpha);
    expect(readValues(findLayer(panel, "beside"), "measure", "alpha", "mean")).toEqual([
      ...[-1, 0, 1].map((alpha) => ["split-half", alpha, near(0.09 + alpha / 100)]),
      ...[-1, 0, 1].map((alpha) => ["null", alpha, near(0.01)]),
    ]);
    const span = 0.5 - 0.01;
    expect(findLayer(panel, "network").encoding?.y?.scale?.domain).toEqual([0, near(0.5 + 0.25 * span + 0.06 * span)]);
  });
});
