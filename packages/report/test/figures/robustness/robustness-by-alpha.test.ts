import { describe, expect, test } from "vitest";
import { robustnessByAlpha } from "../../../src/figures/robustness/robustness-by-alpha.js";
import { drawExample, findLayer, near, readExample, readValues } from "../example.js";

const evaluated = { evaluated: true };

describe("robustness-by-alpha", () => {
  test("plots corrupted accuracy of networks, with the mean of each alpha; three are too few for an interval", async () => {
    const [panel] = await drawExample(robustnessByAlpha, evaluated);
    // clean accuracy minus 0.3, plus 0.05 alpha
    expect(readValues(findLayer(panel, "network"), "alpha", "seed", "value").slice(0, 4)).toEqual([
      [-1, 0, near(0.45)],
      [-1, 1, near(0.47)],
      [-1, 2, near(0.49)],
      [0, 0, near(0.4)],
    ]);
    expect(readValues(findLayer(panel, "mean"), "alpha", "n", "mean").slice(0, 2)).toEqual([
      [-1, 3, near(0.47)],
      [0, 3, near(0.44)],
    ]);
    expect(readValues(findLayer(panel, "interval"))).toEqual([]);
    expect(findLayer(panel, "control").encoding?.y?.datum).toEqual(near(0.44));
  });

  test("plots the share of clean accuracy, and the area under attack", async () => {
    const [, ratio, area] = await drawExample(robustnessByAlpha, evaluated);
    expect(readValues(findLayer(ratio, "network"), "value")[0]).toEqual([near(0.45 / 0.8)]);
    expect(readValues(findLayer(area, "network"), "value")[0]).toEqual([near(0.5625 * 0.8)]);
    expect(findLayer(area, "control").encoding?.y?.datum).toEqual(near(0.5625 * 0.74));
  });

  test("applies only where robustness was evaluated", async () => {
    expect(robustnessByAlpha.applies(await readExample())).toBe(false);
    expect(robustnessByAlpha.applies(await readExample(evaluated))).toBe(true);
  });
});
