import { describe, expect, test } from "vitest";
import type { Measurement } from "../../src/records/measurement.js";
import { computeLiveSelectivity } from "../../src/table/live-selectivity.js";

const network = (...layers: { selectivity: number[]; selectedClass: number[]; deadUnits: number }[]) =>
  ({ layers: layers.map((layer) => ({ ...layer, units: layer.selectivity.length })) }) as unknown as Measurement;

describe("computeLiveSelectivity", () => {
  test("is the mean over layers of the mean over their live units; layers without live units do not count", () => {
    const layers = [
      { selectivity: [0.6, 0.2, 0], selectedClass: [1, 2, -1], deadUnits: 1 },
      { selectivity: [0, 0], selectedClass: [-1, -1], deadUnits: 2 },
      { selectivity: [0.1], selectedClass: [0], deadUnits: 0 },
    ];
    expect(computeLiveSelectivity(network(...layers))).toBeCloseTo((0.4 + 0.1) / 2, 12);
  });

  test("is the value of the result where it has one", () => {
    const measured = network({ selectivity: [0.6], selectedClass: [1], deadUnits: 0 });
    expect(computeLiveSelectivity({ ...measured, liveSelectivity: 0.5 })).toBe(0.5);
    expect(computeLiveSelectivity({ ...measured, liveSelectivity: Number.NaN })).toBeNull();
  });

  test("is null where all units are dead, and where dead units are counted but not marked", () => {
    expect(computeLiveSelectivity(network({ selectivity: [0], selectedClass: [-1], deadUnits: 1 }))).toBeNull();
    expect(computeLiveSelectivity(network({ selectivity: [0, 1], selectedClass: [3, 1], deadUnits: 1 }))).toBeNull();
  });
});
