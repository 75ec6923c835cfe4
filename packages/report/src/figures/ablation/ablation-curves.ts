/**
 * What a network loses as more and more units are removed: the most selective first, at random, the least selective first.
 *
 * @module
 */
import type { AblationCurve } from "@selectivity-lab/assess";
import { mean } from "@selectivity-lab/statistics";
import type { ReportData } from "../../data/report-data.js";
import { PERCENT_LABEL } from "../contract/alpha-scale.js";
import type { FigureDefinition, View } from "../contract/figure.js";
import { encodeAlphaColor, fadeUnpicked, pickByLegend } from "../panels/networks.js";
import { type AblationOf, describeAblated, findAblation, listAblated } from "./find-ablation.js";

/** Accuracy against the part of units removed: a row per group of layers, a panel per order. */
export const ablationCurves: FigureDefinition = {
  name: "ablation-curves",
  title: "Accuracy as units are removed",
  applies: (data) => findAblation(data, "cumulative") !== undefined,
  compose(data) {
    const table = findAblation(data, "cumulative") as AblationOf<"cumulative">;
    const points = averageCurves(table);
    const { scopes, by, random } = table.settings;
    return {
      caption: [
        `Mean over seeds; ${describeAblated(table)}.`,
        `Ranked by ${by} inside each layer, the same part of every layer at once; random: mean of ${random} orders per network.`,
      ],
      description: `Line charts of accuracy against the part of units removed, in three orders, colored by alpha.`,
      direction: "column",
      views: points.length === 0 ? [] : scopes.map(({ name }, i) => drawScope(data, points, name, i === 0)),
    };
  },
};

const ORDERS = ["most selective first", "random order", "least selective first"] as const;

interface Point {
  readonly scope: string;
  readonly order: (typeof ORDERS)[number];
  readonly alpha: number;
  readonly fraction: number;
  readonly accuracy: number;
  readonly networks: number;
}

function drawScope({ alphas }: ReportData, points: readonly Point[], scope: string, first: boolean): View {
  return {
    ...(scope !== "all" && { title: { text: scope, style: ["group-title", "panel"], frame: "group", offset: 8 } }),
    hconcat: ORDERS.map((order, i) => ({
      width: 210,
      height: 190,
      title: { text: order, style: ["group-title", "panel"], frame: "group", offset: 8 },
      data: { values: points.filter((point) => point.scope === scope && point.order === order) },
      params: first && i === 0 ? [pickByLegend] : [],
      mark: { type: "line", style: "curve" },
      encoding: {
        x: {
          field: "fraction",
          type: "quantitative",
          title: "units removed",
          axis: { labelExpr: PERCENT_LABEL, values: [0, 0.25, 0.5, 0.75, 1], labelFlush: false },
        },
        y: {
          field: "accuracy",
          type: "quantitative",
          title: i === 0 ? "accuracy" : null,
          scale: { domain: [0, 1] },
          axis: { labelExpr: PERCENT_LABEL, labels: i === 0 },
        },
        color: encodeAlphaColor(alphas),
        opacity: fadeUnpicked,
        tooltip: [
          { field: "alpha" },
          { field: "fraction", format: ".0%" },
          { field: "accuracy", format: ".1%" },
          { field: "networks" },
        ],
      },
    })),
  } as View;
}

function averageCurves(table: AblationOf<"cumulative">): Point[] {
  const done = listAblated(table);
  const alphas = [...new Set(done.map(({ trial }) => trial.alpha))];
  return alphas
    .flatMap((alpha) => {
      const own = done.filter(({ trial }) => trial.alpha === alpha);
      return table.settings.scopes.flatMap(({ name }) => {
        const scopes = own.flatMap(({ result }) => result.found.scopes.filter((scope) => scope.name === name));
        const curves: Record<(typeof ORDERS)[number], readonly AblationCurve[]> = {
          "most selective first": scopes.map(({ selective }) => selective),
          "random order": scopes.flatMap(({ random }) => random),
          "least selective first": scopes.map(({ unselective }) => unselective),
        };
        return ORDERS.flatMap((order) =>
          (scopes[0]?.fractions ?? []).map((fraction, step) => ({
            ...{ scope: name, order, alpha, fraction, networks: own.length },
            accuracy: mean(curves[order].map(({ accuracy }) => accuracy[step] as number)),
          })),
        );
      });
    })
    .filter(({ accuracy }) => Number.isFinite(accuracy));
}
