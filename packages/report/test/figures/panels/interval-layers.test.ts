import { describe, expect, test } from "vitest";
import { createAlphaAxis } from "../../../src/figures/panels/alpha-axis.js";
import { drawIntervals } from "../../../src/figures/panels/interval-layers.js";
import type { Drawn } from "../example.js";
import { readValues } from "../example.js";

const estimate = (alpha: number, n: number, bounds?: readonly [low: number, high: number]) => ({
  ...{ alpha, n, mean: 0.5, sd: n === 1 ? null : 0.1, values: Array.from({ length: n }, () => 0.5) },
  ...{ low: bounds?.[0] ?? null, high: bounds?.[1] ?? null, interval: bounds ? ("own" as const) : null },
});

describe("drawIntervals", () => {
  test("marks intervals that extend beyond the axis by an arrow at that end, and draws none for a few networks, whose mean it draws", () => {
    const y = { type: "quantitative", scale: { domain: [0.2, 0.8], nice: false, zero: false } } as const;
    const axes = {
      x: createAlphaAxis([2, 1.5, 1, 0, -1]),
      y: { ...y, scale: { ...y.scale, domain: [0.2, 0.8] as [number, number] } },
    };
    const estimates = [
      estimate(-1, 5, [0.1, 0.7]),
      estimate(0, 5, [0.3, 0.9]),
      estimate(1, 5, [0.2, 0.8]),
      estimate(1.5, 4),
      estimate(2, 1),
    ];
    const layers = drawIntervals(estimates, { ...axes, offset: 6, format: ".3f" }) as unknown as Drawn[];
    const [rules, means, down, up] = layers as [Drawn, Drawn, Drawn, Drawn];
    expect(readValues(rules, "alpha", "low", "high")).toEqual([
      [-1, 0.1, 0.7],
      [0, 0.3, 0.9],
      [1, 0.2, 0.8],
    ]);
    expect(readValues(means, "alpha")).toEqual([[-1], [0], [1], [1.5]]);
    expect([readValues(down, "alpha"), down.encoding?.y?.datum]).toEqual([[[-1]], 0.2]);
    expect([readValues(up, "alpha"), up.encoding?.y?.datum]).toEqual([[[0]], 0.8]);
  });
});
