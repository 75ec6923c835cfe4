import { tensor } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { formatUnitName, joinLayers } from "../../src/taps/joined-layers.js";

const layers = new Map([
  ["a", tensor([[1, 2]])],
  ["b", tensor([[3, 4, 5]])],
]);

describe("joinLayers", () => {
  test("puts layers side by side, and says where each stands", () => {
    const { units, spans } = joinLayers(layers);
    expect(units.toArray()).toEqual([[1, 2, 3, 4, 5]]);
    expect(spans).toEqual([
      { name: "a", start: 0, units: 2 },
      { name: "b", start: 2, units: 3 },
    ]);
  });
});

describe("formatUnitName", () => {
  test("finds layer and unit of a column", () => {
    const { spans } = joinLayers(layers);
    expect([1, 2, 4].map((column) => formatUnitName(spans, column))).toEqual([
      'unit 1 of layer "a"',
      'unit 0 of layer "b"',
      'unit 2 of layer "b"',
    ]);
  });
});
