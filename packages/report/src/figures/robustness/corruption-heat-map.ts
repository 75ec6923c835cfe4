/**
 * Against which corruption, at which severity, the knob helps: corruption × severity × alpha, as the difference to the control
 * of the same seed.
 *
 * @module
 */

import type { RobustnessRow } from "@selectivity-lab/assess";
import { mean } from "@selectivity-lab/statistics";
import { SIGNED_LABEL } from "../contract/alpha-scale.js";
import type { View } from "../contract/figure.js";
import { describeNetworks } from "../panels/captions.js";
import { defineRobustnessFigure, type EvaluatedData } from "./define-robustness-figure.js";

/** Difference in corrupted accuracy to the control: one heat map per severity, corruptions by alpha. */
export const corruptionHeatMap = defineRobustnessFigure({
  name: "corruption-heat-map",
  title: "Corrupted accuracy: difference to the control, by corruption and severity",
  applies: ({ run }) => run.corruptions !== null,
  compose(data) {
    const { run, rows } = data.robustness;
    const cells = averageDifferences(rows);
    const severities = run.corruptions?.severities ?? [];
    const most = Math.max(0.01, ...cells.map(({ difference }) => Math.abs(difference)));
    return {
      caption: [
        `Percentage points above or below the alpha = 0 network of the same seed, mean over seeds: ${describeNetworks(data)}.`,
        `Accuracy on the first ${run.corruptions?.images ?? 0} test images, corrupted. Columns: alpha.`,
      ],
      description: `Heat maps of the difference in corrupted accuracy to the control: ${severities.length} severities, corruptions by alpha.`,
      direction: "row",
      views:
        cells.length === 0
          ? []
          : severities.map((severity, index) => drawHeatMap(data, cells, severity, most, index === 0)),
    };
  },
});

interface Cell {
  readonly corruption: string;
  readonly severity: number;
  readonly alpha: number;
  /** Percentage points. */
  readonly difference: number;
  readonly networks: number;
}

function drawHeatMap(
  { alphas, robustness }: EvaluatedData,
  cells: readonly Cell[],
  severity: number,
  most: number,
  first: boolean,
): View {
  return {
    title: { text: `severity ${severity}`, style: ["group-title", "panel"], frame: "group", offset: 8 },
    width: { step: alphas.length > 12 ? 9 : 15 },
    height: { step: 17 },
    data: { values: cells.filter((cell) => cell.severity === severity) },
    mark: { type: "rect", style: "cell" },
    encoding: {
      x: {
        field: "alpha",
        type: "ordinal",
        scale: { domain: alphas.toReversed() },
        axis: { title: first ? "alpha" : null, labelExpr: SIGNED_LABEL, labelAngle: -90, labelOverlap: true },
      },
      y: {
        field: "corruption",
        type: "ordinal",
        sort: [...(robustness.run.corruptions?.corruptions ?? [])],
        title: null,
        axis: first ? { labelExpr: "replace(datum.label, /_/g, ' ')" } : { labels: false },
      },
      color: {
        field: "difference",
        type: "quantitative",
        scale: { domain: [-most, most], range: "diverging" },
        legend: { title: "points", format: "+.1f", orient: "left" },
      },
      tooltip: [
        { field: "corruption" },
        { field: "severity" },
        { field: "alpha" },
        { field: "difference", title: "points to the control", format: "+.2f" },
        { field: "networks", title: "pairs" },
      ],
    },
  };
}

function averageDifferences(rows: readonly RobustnessRow[]): Cell[] {
  const differences = new Map<string, { corruption: string; severity: number; alpha: number; values: number[] }>();
  for (const row of rows) {
    const control = rows.find(({ alpha, seed }) => alpha === 0 && seed === row.seed)?.corruptions;
    if (!control || !row.corruptions || row.alpha === null) continue;
    for (const { corruption, severity, accuracy } of row.corruptions.cells) {
      const same = control.cells.find((cell) => cell.corruption === corruption && cell.severity === severity);
      if (!same) continue;
      const key = `${corruption} ${severity} ${row.alpha}`;
      const entry = differences.get(key) ?? { corruption, severity, alpha: row.alpha, values: [] };
      entry.values.push(100 * (accuracy - same.accuracy));
      differences.set(key, entry);
    }
  }
  return [...differences.values()].map(({ values, ...cell }) => ({
    ...cell,
    difference: mean(values),
    networks: values.length,
  }));
}
