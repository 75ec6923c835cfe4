/**
 * What is left of accuracy as the budget of the attacks grows, by alpha: the worst case over all attacks, image by image.
 *
 * @module
 */

import { formatBudget } from "@selectivity-lab/assess";
import { mean } from "@selectivity-lab/statistics";
import { PERCENT_LABEL } from "../contract/alpha-scale.js";
import { type Figure, figure, type View } from "../contract/figure.js";
import { describeNetworks } from "../panels/captions.js";
import { encodeAlphaColor, fadeUnpicked, pickByLegend } from "../panels/networks.js";
import type { RobustnessFigureData } from "./robust-networks.js";

/** Draws accuracy against budget: one thin line a network, one thick one an alpha. */
export function attackCurves(data: RobustnessFigureData): Figure {
  const { run, rows } = data.robustness;
  const attacked = rows.filter(({ attacks }) => attacks);
  const names = run.attacks?.attacks.map(({ name }) => name).join(", ") ?? "";
  return figure(data.table, {
    title: "Accuracy under attack",
    caption: [
      `Thick: mean over seeds; thin: one network of ${describeNetworks(data.table)}.`,
      `Share of the first ${run.attacks?.images ?? 0} test images that no attack breaks: the worst case, image by image, over ${names}.`,
    ],
    description: `Line chart of accuracy against the ${run.attacks?.norm ?? ""} budget of attacks; ${attacked.length} networks, coloured by alpha.`,
    direction: "row",
    views: attacked.length > 0 ? [curves(data)] : [],
  });
}

interface Point {
  /** A network's trial, or the mean over seeds. */
  readonly line: string;
  readonly kind: "network" | "mean";
  readonly alpha: number | null;
  readonly budget: string;
  readonly accuracy: number;
}

function curves(data: RobustnessFigureData): View {
  const norm = data.robustness.run.attacks?.norm ?? "linf";
  const points = pointsOf(data, norm);
  const budgets = [...new Set(points.map(({ budget }) => budget))];
  return {
    width: 560,
    height: 320,
    data: { values: [...points, ...meansOf(points)] },
    params: [pickByLegend],
    mark: { type: "line", style: "curve" },
    encoding: {
      x: { field: "budget", type: "ordinal", sort: budgets, title: `budget, ${norm}`, axis: { labelAngle: 0 } },
      y: { field: "accuracy", type: "quantitative", title: "accuracy", axis: { labelExpr: PERCENT_LABEL } },
      detail: { field: "line" },
      color: encodeAlphaColor(data.table),
      strokeWidth: {
        field: "kind",
        type: "ordinal",
        scale: { domain: ["network", "mean"], range: [0.5, 2.6] },
        legend: null,
      },
      opacity: fadeUnpicked,
      tooltip: [
        { field: "line" },
        { field: "alpha" },
        { field: "budget" },
        { field: "accuracy", type: "quantitative", format: ".1%" },
      ],
    },
  };
}

function pointsOf({ robustness }: RobustnessFigureData, norm: string): Point[] {
  return robustness.rows.flatMap(({ id, alpha, attacks }): Point[] => {
    if (!attacks) return [];
    const all = [{ epsilon: 0, accuracy: attacks.clean.accuracy }, ...attacks.curve];
    return all.map(({ epsilon, accuracy }) => ({
      ...{ line: id ?? "", kind: "network", alpha, accuracy },
      budget: epsilon === 0 ? "0" : formatBudget(epsilon, norm),
    }));
  });
}

function meansOf(points: readonly Point[]): Point[] {
  const groups = new Map<string, Point[]>();
  for (const point of points) {
    const key = `${point.alpha} ${point.budget}`;
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()].map((own) => {
    const { alpha, budget } = own[0] as Point;
    return {
      ...{ line: `mean of alpha ${alpha}`, kind: "mean", alpha, budget },
      accuracy: mean(own.map(({ accuracy }) => accuracy)),
    };
  });
}
