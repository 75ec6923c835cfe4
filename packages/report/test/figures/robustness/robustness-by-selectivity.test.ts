import { describe, expect, test } from "vitest";
import { robustnessBySelectivity } from "../../../src/figures/robustness/robustness-by-selectivity.js";
import { drawExample, findLayer, near, readValues } from "../example.js";

describe("robustness-by-selectivity", () => {
  test("plots every outcome against selectivity, one point per network", async () => {
    const panels = await drawExample(robustnessBySelectivity, { evaluated: true });
    const last = panels.map((panel) => readValues(findLayer(panel, "network"), "alpha", "selectivity", "value").at(-1));
    expect(last).toEqual([
      [1, 0.5, near(0.66 - 0.3 + 0.05)],
      [1, 0.5, near((0.66 - 0.25) / 0.66)],
      [1, 0.5, near(0.5625 * 0.66)],
    ]);
    expect(panels.map((panel) => readValues(findLayer(panel, "network"), "trial").length)).toEqual([9, 9, 9]);
  });
});
