import { describe, expect, test } from "vitest";
import { accuracyBySelectivity } from "../../../src/figures/sweep/accuracy-by-selectivity.js";
import { drawExample, findLayer, near, readValues } from "../example.js";

describe("accuracy-by-selectivity", () => {
  test("plots accuracy against selectivity, one point per network, and a line at the control's mean", async () => {
    const panels = await drawExample(accuracyBySelectivity);
    expect(panels).toHaveLength(1);
    const points = findLayer(panels[0], "network");
    expect(readValues(points, "alpha", "selectivity", "value")).toEqual([
      ...[
        [-1, 0.1, 0.8],
        [-1, 0.12, 0.82],
        [-1, 0.14, 0.84],
      ],
      ...[
        [0, 0.2, 0.7],
        [0, 0.2, 0.74],
        [0, 0.2, 0.78],
      ],
      ...[
        [1, 0.3, 0.6],
        [1, 0.4, 0.6],
        [1, 0.5, 0.66],
      ],
    ]);
    expect(points.encoding?.color?.scale?.domain).toEqual([1, 0, -1]);
    expect(findLayer(panels[0], "control").encoding?.y?.datum).toEqual(near(0.74));
  });
});
