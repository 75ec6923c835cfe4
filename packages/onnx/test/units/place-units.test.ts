import { describe, expect, test } from "vitest";
import { placeUnits } from "../../src/units/place-units.js";

const unit = (axis?: number) => ({ layer: "a", tensor: "a", activation: "Relu", mayBeNegative: false, axis });
const run = (images: number, ...rest: number[]) => ({ images, shape: [images, ...rest] });
const axisOf = (axis: number | undefined, ...runs: ReturnType<typeof run>[]) => placeUnits(unit(axis), runs);

describe("the axis of units", () => {
  test("is the only one that does not grow with the images, whatever the graph suggests", () => {
    expect(axisOf(-1, run(2, 6, 8, 8), run(3, 6, 16, 16))).toMatchObject({ axis: 1, rank: 4 });
    expect(axisOf(undefined, run(2, 16, 6), run(3, 64, 6))).toMatchObject({ axis: 2, rank: 3 });
  });

  test("is what the graph suggests among those that stay, and plain where one has more than one entry", () => {
    expect(axisOf(-3, run(2, 6, 7, 7), run(3, 6, 7, 7))).toMatchObject({ axis: 1 });
    expect(axisOf(undefined, run(2, 6, 1, 1))).toMatchObject({ axis: 1 });
    expect(axisOf(undefined, run(2, 6, 7, 7))).toHaveProperty("why");
  });

  test("is in a row for each image only", () => {
    expect(placeUnits(unit(1), [run(2, 5), { images: 3, shape: [2, 5] }])).toHaveProperty("why");
  });
});
