/**
 * Where in the network units are selective, and where the knob changes that: the mean of each layer's units, by layer and alpha.
 *
 * @module
 */

import { mean } from "@selectivity-lab/statistics";
import type { ReportData } from "../../data/report-data.js";
import { listLayers } from "../../table/layer-names.js";
import type { FigureDefinition, Layer, View } from "../contract/figure.js";
import { computeAlphaAxisWidth, createAlphaAxis } from "../panels/alpha-axis.js";
import { describeNetworks } from "../panels/captions.js";

/** Mean selectivity by layer and alpha. */
export const selectivityByLayer: FigureDefinition = {
  name: "selectivity-by-layer",
  title: "Class selectivity by layer and alpha",
  applies: () => true,
  compose(data) {
    const layers = listLayers(data.table);
    return {
      caption: [
        `Mean over the units of a layer, then over seeds: ${describeNetworks(data)}, on the test split.`,
        "Layers in order of computation, the first on top.",
      ],
      description: `Heat map of mean class selectivity: ${layers.length} layers by alpha.`,
      direction: "column",
      views: layers.length > 0 ? [drawHeatMap(data, layers)] : [],
    };
  },
};

interface Cell {
  alpha: number;
  layer: string;
  selectivity: number;
  networks: number;
}

function drawHeatMap(data: ReportData, layers: readonly string[]): View {
  const cells = averageLayers(data, layers);
  const most = Math.max(...cells.map(({ selectivity }) => selectivity));
  const x = createAlphaAxis(data.alphas);
  const y = { field: "layer", type: "ordinal" as const, sort: null, title: "unit layer" };
  const value = { field: "selectivity", type: "quantitative" as const };
  const drawNumbers = (style: string, test: string): Layer => ({
    transform: [{ filter: test }],
    mark: { type: "text", style },
    encoding: { x, y, text: { ...value, format: ".2f" } },
  });
  return {
    width: computeAlphaAxisWidth(data.alphas),
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
      drawNumbers("number-on-weak", `datum.selectivity <= ${most / 2}`),
      drawNumbers("number-on-strong", `datum.selectivity > ${most / 2}`),
    ],
  };
}

function averageLayers({ alphas, measured }: ReportData, layers: readonly string[]): Cell[] {
  return alphas.flatMap((alpha) => {
    const own = measured.filter((row) => row.alpha === alpha).flatMap(({ test }) => test.layers);
    return layers.flatMap((layer) => {
      const means = own.filter(({ name }) => name === layer).map(({ meanSelectivity }) => meanSelectivity);
      return means.length === 0 ? [] : [{ alpha, layer, selectivity: mean(means), networks: means.length }];
    });
  });
}
