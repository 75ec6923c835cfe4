/**
 * Whether selective units matter: what the network loses without a unit, against the unit's selectivity, layer by layer.
 *
 * @module
 */
import { formatSigned } from "@selectivity-lab/base";
import { mean } from "@selectivity-lab/statistics";
import { summarizeUnits } from "../../ablation/summarize-units.js";
import type { ReportData } from "../../data/report-data.js";
import type { FigureDefinition, View } from "../contract/figure.js";
import { encodeAlphaColor, fadeUnpicked, pickByLegend } from "../panels/networks.js";
import { type AblationOf, describeAblated, findAblation, listAblated } from "./find-ablation.js";

/** Points of the figure: more are none that a page draws at once. */
const MOST_POINTS = 6000;

/** Margin damage of every unit against its selectivity, a panel per layer. */
export const damageBySelectivity: FigureDefinition = {
  name: "damage-by-selectivity",
  title: "What a unit is worth, against its selectivity",
  applies: (data) => findAblation(data, "units") !== undefined,
  compose(data) {
    const table = findAblation(data, "units") as AblationOf<"units">;
    const points = collectPoints(table);
    const measure = measureOf(table);
    return {
      caption: [
        `One point per unit that is not dead: loss of the mean logit margin without it, on a scale that is linear near 0; ${describeAblated(table)}.`,
        `ρ: rank correlation of ${measure} and damage over the units of a layer, mean over the networks with the alpha that is named.`,
      ],
      description: `Scatter plots of margin damage against ${measure}, one per layer, colored by alpha.`,
      direction: "column",
      views: points.length === 0 ? [] : [drawLayers(data, table, points)],
    };
  },
};

const measureOf = ({ settings }: AblationOf<"units">) => settings.measures.at(-1) ?? "index";

interface Point {
  readonly layer: string;
  readonly unit: string;
  readonly alpha: number;
  readonly selectivity: number;
  readonly damage: number;
}

function drawLayers({ alphas }: ReportData, table: AblationOf<"units">, points: readonly Point[]): View {
  const labels = describeLayers(table);
  return {
    facet: {
      field: "layer",
      type: "ordinal",
      sort: table.settings.layers,
      title: null,
      header: { labelExpr: `${JSON.stringify(labels)}[datum.value]`, labelAnchor: "start" },
    },
    columns: 4,
    data: { values: [...points] },
    resolve: { scale: { y: "independent" } },
    spec: {
      width: 150,
      height: 120,
      params: [pickByLegend],
      mark: { type: "point", style: "curve-point", filled: true },
      encoding: {
        x: { field: "selectivity", type: "quantitative", title: measureOf(table), axis: { tickCount: 4 } },
        y: { field: "damage", type: "quantitative", title: null, scale: { type: "symlog" }, axis: { tickCount: 4 } },
        color: encodeAlphaColor(alphas),
        opacity: fadeUnpicked,
        tooltip: [
          { field: "unit" },
          { field: "alpha" },
          { field: "selectivity", format: ".3f" },
          { field: "damage", title: "margin damage", format: ".3f" },
        ],
      },
    },
  } as View;
}

/** The name of each layer with the mean correlation at the control, or else at the alpha nearest to it. */
function describeLayers(table: AblationOf<"units">): Record<string, string> {
  const done = listAblated(table);
  const nearest = [...done].sort((a, b) => Math.abs(a.trial.alpha) - Math.abs(b.trial.alpha))[0]?.trial.alpha;
  const own = done.filter(({ trial }) => trial.alpha === nearest);
  const summaries = own.map(({ result }) => summarizeUnits(result.found, measureOf(table)));
  return Object.fromEntries(
    table.settings.layers.map((name) => {
      const all = summaries.flatMap(({ layers }) => layers.filter((layer) => layer.name === name));
      const rho = mean(all.map(({ correlation }) => correlation).filter(Number.isFinite));
      const text = Number.isFinite(rho)
        ? `ρ ${formatSigned(rho, 2)} at alpha ${formatSigned(nearest ?? 0)}`
        : "ρ undefined";
      return [name, `${name}: ${text}`];
    }),
  );
}

/** Seed by seed, until there are too many. */
function collectPoints(table: AblationOf<"units">): Point[] {
  const measure = measureOf(table);
  const done = [...listAblated(table)].sort((a, b) => a.trial.seed - b.trial.seed);
  const points: Point[] = [];
  for (const seed of new Set(done.map(({ trial }) => trial.seed))) {
    const own = done.filter(({ trial }) => trial.seed === seed);
    const more = own.flatMap(({ trial, result }) =>
      result.found.layers.flatMap(({ name, selectivity, marginDamage, selectedClass }) =>
        marginDamage.flatMap((damage, unit): Point[] => {
          const value = selectivity[measure]?.[unit] ?? Number.NaN;
          if (selectedClass[unit] === -1 || !Number.isFinite(value)) return [];
          return [
            { layer: name, unit: `${name} ${unit}, seed ${seed}`, alpha: trial.alpha, selectivity: value, damage },
          ];
        }),
      ),
    );
    if (points.length > 0 && points.length + more.length > MOST_POINTS) break;
    points.push(...more);
  }
  return points;
}
