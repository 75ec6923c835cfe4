import { describe, expect, test } from "vitest";
import { selectivityByLayer } from "../../../src/figures/sweep/selectivity-by-layer.js";
import { drawExample, findLayer, near, readValues } from "../example.js";

describe("selectivity-by-layer", () => {
  test("plots each layer's mean over seeds, by alpha", async () => {
    const [panel] = await drawExample(selectivityByLayer);
    // half of the networks' mean selectivity in the first layer, one and a half times as much in the last
    expect(readValues(panel ?? {}, "alpha", "layer", "selectivity", "networks")).toEqual([
      [1, "first", near(0.2), 3],
      [1, "last", near(0.6), 3],
      [0, "first", near(0.1), 3],
      [0, "last", near(0.3), 3],
      [-1, "first", near(0.06), 3],
      [-1, "last", near(0.18), 3],
    ]);
    expect(findLayer(panel, "cell").encoding?.color?.scale?.domain).toEqual([0, near(0.6)]);
  });
});
