import { describe, expect, test } from "vitest";
import { attackCurves } from "../../../src/figures/robustness/attack-curves.js";
import { drawExample, near, readValues } from "../example.js";

describe("attack-curves", () => {
  test("plots clean accuracy at budget 0, then accuracy by budget, for networks and as means over seeds", async () => {
    const [panel] = await drawExample(attackCurves, { evaluated: true });
    const values = readValues(panel ?? {}, "kind", "alpha", "budget", "accuracy");
    // accuracy at budget b / 255 is clean accuracy / 2b
    expect(values.slice(0, 3)).toEqual([
      ["network", -1, "0", 0.8],
      ["network", -1, "1/255", near(0.4)],
      ["network", -1, "2/255", near(0.2)],
    ]);
    expect(values.filter(([kind]) => kind === "mean")).toEqual(
      [
        [-1, 0.82],
        [0, 0.74],
        [1, 0.62],
      ].flatMap(([alpha = 0, clean = 0]) => [
        ["mean", alpha, "0", near(clean)],
        ["mean", alpha, "1/255", near(clean / 2)],
        ["mean", alpha, "2/255", near(clean / 4)],
      ]),
    );
    expect(values).toHaveLength(9 * 3 + 3 * 3);
  });
});
