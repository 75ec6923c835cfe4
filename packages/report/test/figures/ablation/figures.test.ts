/** What the figures about ablation plot, for an example whose numbers can be computed by hand. */
import { beforeAll, describe, expect, test } from "vitest";
import type { ReportData } from "../../../src/data/report-data.js";
import { ablationCurves } from "../../../src/figures/ablation/ablation-curves.js";
import { damageByClass } from "../../../src/figures/ablation/damage-by-class.js";
import { damageBySelectivity } from "../../../src/figures/ablation/damage-by-selectivity.js";
import { drawFigure } from "../../../src/figures/contract/figure.js";
import { readExample } from "../example.js";
import { warningsOf } from "../warnings.js";

let data: ReportData;
let plain: ReportData;
beforeAll(async () => {
  [data, plain] = await Promise.all([readExample({ evaluated: true }), readExample()]);
});

interface Panel {
  readonly data?: { readonly values: readonly Record<string, unknown>[] };
  readonly hconcat?: readonly Panel[];
}
const panels = (views: readonly unknown[]): Panel[] =>
  (views as readonly Panel[]).flatMap((view) => (view.hconcat ? panels(view.hconcat) : [view]));
const values = (figure: typeof ablationCurves) =>
  panels(figure.compose(data).views).map((panel) => panel.data?.values ?? []);

describe("figures about ablation", () => {
  test("apply only to a sweep whose units were removed", () => {
    for (const figure of [ablationCurves, damageByClass, damageBySelectivity])
      expect([figure.applies(data), figure.applies(plain)]).toEqual([true, false]);
  });

  test.each([ablationCurves, damageByClass, damageBySelectivity])(
    "$name compiles and runs without a warning",
    async (figure) => {
      expect(await warningsOf(drawFigure(figure, data))).toEqual([]);
    },
  );

  test("show every unit of every network once", () => {
    const [points = []] = values(damageBySelectivity);
    expect(points).toHaveLength(9 * 2 * 2);
    expect(points.find(({ unit, alpha }) => unit === "last 1, seed 2" && alpha === 1)).toMatchObject({
      ...{ layer: "last", damage: expect.closeTo(0.6, 12), selectivity: expect.closeTo(0.6, 12) },
    });
  });

  test("show all damage on the diagonal, for the lowest alpha, the control and the highest", () => {
    const matrices = values(damageByClass);
    expect(matrices).toHaveLength(3);
    const [low, control] = matrices.map((cells) => cells.map(({ damage }) => damage as number));
    expect(low).toEqual([0, 0, 0, 0]);
    // unit 0: 0.1 and 0.2; unit 1: 0.4, 0.5 and 0.6 by seed; twice that on the own class
    expect(control?.map((value) => Math.round(1000 * value) / 1000)).toEqual([0.3, 0, 0, 1]);
  });

  test("show three orders by alpha, from the whole network to nothing", () => {
    const [selective = [], random = [], unselective = []] = values(ablationCurves);
    const of = (points: readonly Record<string, unknown>[], alpha: number) =>
      points
        .filter((point) => point.alpha === alpha)
        .map(({ accuracy }) => Math.round(1e6 * (accuracy as number)) / 1e6);
    expect(of(selective, 1)).toEqual([0.9, 0.4, 0.1]);
    expect(of(selective, -1)).toEqual([0.9, 0.2, 0.1]);
    expect([of(random, 0), of(unselective, 0)]).toEqual([
      [0.9, 0.5, 0.1],
      [0.9, 0.7, 0.1],
    ]);
  });
});
