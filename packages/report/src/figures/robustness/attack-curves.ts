/**
 * Accuracy under attack as the attack budget grows, by alpha: an image counts only if no attack changes its class.
 *
 * @module
 */

import type { RobustnessTable } from "@selectivity-lab/assess";
import { formatBudget } from "@selectivity-lab/assess";
import { formatCount } from "@selectivity-lab/base";
import { mean } from "@selectivity-lab/statistics";
import { PERCENT_LABEL } from "../contract/alpha-scale.js";
import type { View } from "../contract/figure.js";
import { describeNetworks } from "../panels/captions.js";
import { encodeAlphaColor, fadeUnpicked, pickByLegend } from "../panels/networks.js";
import { defineRobustnessFigure, type EvaluatedData } from "./define-robustness-figure.js";

/** Accuracy against attack budget: one thin line per network, one thick line per alpha. */
export const attackCurves = defineRobustnessFigure({
  name: "attack-curves",
  title: "Accuracy under attack",
  applies: ({ run }) => run.attacks !== null,
  compose(data) {
    const { run, rows } = data.robustness;
    const attacked = rows.filter(({ attacks }) => attacks).length;
    const names = run.attacks?.attacks.map(({ name }) => name).join(", ") ?? "";
    return {
      caption: [
        `Thick: mean over seeds; thin: single networks. ${describeNetworks(data)}.`,
        `Share of the first ${run.attacks?.images ?? 0} test images that are classified correctly under every attack: ${names}.`,
      ],
      description: `Line chart of accuracy against the ${run.attacks?.norm ?? ""} budget of attacks; ${formatCount(attacked, "network")}, colored by alpha.`,
      direction: "row",
      views: attacked > 0 ? [drawCurves(data)] : [],
    };
  },
});

interface Point {
  /** Trial of a network, or the name of a mean over seeds. */
  readonly line: string;
  readonly kind: "network" | "mean";
  readonly alpha: number | null;
  readonly budget: string;
  readonly accuracy: number;
}

function drawCurves(data: EvaluatedData): View {
  const norm = data.robustness.run.attacks?.norm ?? "linf";
  const points = collectPoints(data.robustness, norm);
  const budgets = [...new Set(points.map(({ budget }) => budget))];
  return {
    width: 560,
    height: 320,
    data: { values: [...points, ...averagePoints(points)] },
    params: [pickByLegend],
    mark: { type: "line", style: "curve" },
    encoding: {
      x: { field: "budget", type: "ordinal", sort: budgets, title: `budget, ${norm}`, axis: { labelAngle: 0 } },
      y: { field: "accuracy", type: "quantitative", title: "accuracy", axis: { labelExpr: PERCENT_LABEL } },
      detail: { field: "line" },
      color: encodeAlphaColor(data.alphas),
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

function collectPoints({ rows }: RobustnessTable, norm: string): Point[] {
  return rows.flatMap(({ id, alpha, attacks }): Point[] => {
    if (!attacks) return [];
    const all = [{ epsilon: 0, accuracy: attacks.clean.accuracy }, ...attacks.curve];
    return all.map(({ epsilon, accuracy }) => ({
      ...{ line: id ?? "", kind: "network", alpha, accuracy },
      budget: epsilon === 0 ? "0" : formatBudget(epsilon, norm),
    }));
  });
}

function averagePoints(points: readonly Point[]): Point[] {
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
