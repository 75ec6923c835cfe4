/**
 * Where in the network selectivity sits, and where the knob moves it: the mean of each layer's units, by layer and alpha.
 *
 * @module
 */

import { measuredRows, type SweepTable } from "@selectivity-lab/run";
import { mean } from "@selectivity-lab/statistics";
import { listLayers } from "../../table/layer-names.js";
import { collectAlphas } from "../contract/alpha-scale.js";
import { type Figure, figure, type Layer, type View } from "../contract/figure.js";
import { alphaAxisWidth, createAlphaAxis } from "../panels/alpha-axis.js";
import { describeNetworks } from "../panels/captions.js";

/** Draws mean selectivity by layer and alpha. */
export function selectivityByLayer(table: SweepTable): Figure {
  const layers = listLayers(table);
  return figure(table, {
    title: "Class selectivity by layer and alpha",
    caption: [
      `Mean over the units of a layer, then over seeds: ${describeNetworks(table)}, on the test split.`,
      "Layers in order of computation: the first on top.",
    ],
    description: `Heat map of mean class selectivity: ${layers.length} layers by alpha.`,
    direction: "column",
    views: layers.length > 0 ? [heatMap(table, layers)] : [],
  });
}

interface Cell {
  alpha: number;
  layer: string;
  selectivity: number;
  networks: number;
}

function heatMap(table: SweepTable, layers: readonly string[]): View {
  const cells = cellsOf(table, layers);
  const most = Math.max(...cells.map(({ selectivity }) => selectivity));
  const x = createAlphaAxis(table);
  const y = { field: "layer", type: "ordinal" as const, sort: null, title: "unit layer" };
  const value = { field: "selectivity", type: "quantitative" as const };
  const numbers = (style: string, test: string): Layer => ({
    transform: [{ filter: test }],
    mark: { type: "text", style },
    encoding: { x, y, text: { ...value, format: ".2f" } },
  });
  return {
    width: alphaAxisWidth(table),
    height: { step: 26 },
    data: { values: cells },
    layer: [
      {
        mark: { type: "rect", style: "cell" },
        encoding: {
          x,
          y,
          color: {
            ...value,
            scale: { domain: [0, most] },
            legend: { title: "mean selectivity", format: ".2f", tickCount: 4 },
          },
          tooltip: [{ field: "layer" }, { field: "alpha" }, { ...value, format: ".3f" }, { field: "networks" }],
        },
      },
      numbers("number-on-weak", `datum.selectivity <= ${most / 2}`),
      numbers("number-on-strong", `datum.selectivity > ${most / 2}`),
    ],
  };
}

function cellsOf(table: SweepTable, layers: readonly string[]): Cell[] {
  const rows = measuredRows(table);
  return collectAlphas(table.rows).flatMap((alpha) => {
    const measured = rows.filter((row) => row.alpha === alpha).flatMap(({ test }) => test.layers);
    return layers.flatMap((layer) => {
      const means = measured.filter(({ name }) => name === layer).map((own) => own.meanSelectivity);
      return means.length === 0 ? [] : [{ alpha, layer, selectivity: mean(means), networks: means.length }];
    });
  });
}
