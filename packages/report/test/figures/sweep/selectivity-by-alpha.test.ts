import { describe, expect, test } from "vitest";
import { selectivityByAlpha } from "../../../src/figures/sweep/selectivity-by-alpha.js";
import { drawExample, findLayer, near, readValues } from "../example.js";

describe("selectivity-by-alpha", () => {
  test("plots every network's selectivity, and each alpha's mean; three are too few for an interval", async () => {
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
    expect(readValues(findLayer(panel, "mean"), "alpha", "mean")).toEqual([
      [-1, near(0.12)],
      [0, near(0.2)],
      [1, near(0.4)],
    ]);
    expect(readValues(findLayer(panel, "interval"))).toEqual([]);
  });

  test("plots means of live units, split-half and null as lines, and includes them in its axis, which starts at 0", async () => {
    const [panel] = await drawExample(selectivityByAlpha);
    expect(readValues(findLayer(panel, "beside"), "measure", "alpha", "mean")).toEqual([
      ...[0.12, 0.2, 0.4].map((selectivity, index) => ["live units", index - 1, near(selectivity)]),
      ...[-1, 0, 1].map((alpha) => ["split-half", alpha, near(0.09 + alpha / 100)]),
      ...[-1, 0, 1].map((alpha) => ["null", alpha, near(0.01)]),
    ]);
    const span = 0.5 - 0.01;
    expect(findLayer(panel, "network").encoding?.y?.scale?.domain).toEqual([0, near(0.5 + 0.06 * span)]);
  });

  test("plots the share of dead units below", async () => {
    const [, panel] = await drawExample(selectivityByAlpha);
    expect(readValues(findLayer(panel, "network"), "alpha", "value")).toEqual(
      [-1, 0, 1].flatMap((alpha) => [0, 0, 0].map((share) => [alpha, share])),
    );
  });
});
