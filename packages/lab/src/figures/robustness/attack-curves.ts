/**
 * What is left of accuracy as the budget of the attacks grows, by alpha: the worst case over all attacks, image by image.
 *
 * @module
 */
import { mean } from "@selectivity-lab/selectivity";
import { budgetText } from "../../robustness/attack-metrics.js";
import { PERCENT_LABEL } from "../alpha-scale.js";
import { type Figure, figure, type Layer, type View } from "../figure.js";
import { alphaColour, fadeUnpicked, pickByLegend } from "../networks.js";
import { networksOf } from "../text.js";
import type { RobustnessFigureData } from "./robust-networks.js";

/** Draws accuracy against budget: one thin line a network, one thick one an alpha. */
export function attackCurves(data: RobustnessFigureData): Figure {
  const { run, rows } = data.robustness;
  const attacked = rows.filter(({ attacks }) => attacks);
  const names = run.attacks?.attacks.map(({ name }) => name).join(", ") ?? "";
  return figure(data.table, {
    title: "Accuracy under attack",
    caption: [
      `Thick: mean over seeds; thin: one network of ${networksOf(data.table)}.`,
      `Share of the first ${run.attacks?.images ?? 0} test images that no attack breaks: the worst case, image by image, over ${names}.`,
    ],
    description: `Line chart of accuracy against the ${run.attacks?.norm ?? ""} budget of attacks; ${attacked.length} networks, coloured by alpha.`,
    direction: "row",
    views: attacked.length > 0 ? [curves(data)] : [],
  });
}

interface Point {
  readonly trial: string | null;
  readonly alpha: number | null;
  readonly seed: number | null;
  readonly budget: string;
  readonly accuracy: number;
}

function curves(data: RobustnessFigureData): View {
  const norm = data.robustness.run.attacks?.norm ?? "linf";
  const points = data.robustness.rows.flatMap(({ id, alpha, seed, attacks }): Point[] => {
    if (!attacks) return [];
    const all = [{ epsilon: 0, accuracy: attacks.clean.accuracy }, ...attacks.curve];
    return all.map(({ epsilon, accuracy }) => ({
      ...{ trial: id, alpha, seed, accuracy },
      budget: epsilon === 0 ? "0" : budgetText(epsilon, norm),
    }));
  });
  const budgets = [...new Set(points.map(({ budget }) => budget))];
  const line = (values: readonly object[], look: object, more: object): Layer =>
    ({
      data: { values: [...values] },
      mark: { type: "line", style: "curve", ...look },
      encoding: {
        x: { field: "budget", type: "ordinal", sort: budgets, title: `budget, ${norm}`, axis: { labelAngle: 0 } },
        y: { field: "accuracy", type: "quantitative", title: "accuracy", axis: { labelExpr: PERCENT_LABEL } },
        color: alphaColour(data.table),
        tooltip: [{ field: "alpha" }, { field: "budget" }, { field: "accuracy", format: ".1%" }],
        ...more,
      },
    }) as Layer;
  return {
    width: 560,
    height: 320,
    layer: [
      line(
        points,
        { strokeWidth: 0.6 },
        { detail: { field: "trial" }, opacity: { ...fadeUnpicked, condition: { param: "pick", value: 0.45 } } },
      ),
      {
        ...line(meansOf(points), { strokeWidth: 2.4, point: { style: "curve-point" } }, { opacity: fadeUnpicked }),
        params: [pickByLegend],
      },
    ],
  } as View;
}

function meansOf(points: readonly Point[]): Pick<Point, "alpha" | "budget" | "accuracy">[] {
  const groups = new Map<string, Point[]>();
  for (const point of points) {
    const key = `${point.alpha} ${point.budget}`;
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()].map((own) => {
    const { alpha, budget } = own[0] as Point;
    return { alpha, budget, accuracy: mean(own.map(({ accuracy }) => accuracy)) };
  });
}
