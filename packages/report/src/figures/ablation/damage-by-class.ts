/**
 * Whether damage falls on the class that a unit selects: the class selected by a unit, against the class that loses without it.
 *
 * @module
 */
import { mean } from "@selectivity-lab/statistics";
import type { ReportData } from "../../data/report-data.js";
import { SIGNED_LABEL } from "../contract/alpha-scale.js";
import type { FigureDefinition, View } from "../contract/figure.js";
import { type AblationOf, describeAblated, findAblation, listAblated } from "./find-ablation.js";

/** Classes beyond which a matrix cannot be read. */
const MOST_CLASSES = 30;

/** Mean margin damage, selected class by damaged class: the lowest alpha, the control and the highest. */
export const damageByClass: FigureDefinition = {
  name: "damage-by-class",
  title: "Which class loses, by the class that a unit selects",
  applies: (data) => countClasses(data) <= MOST_CLASSES && findAblation(data, "units") !== undefined,
  compose(data) {
    const table = findAblation(data, "units") as AblationOf<"units">;
    const alphas = chooseAlphas(table);
    const cells = alphas.flatMap((alpha) => averageCells(table, alpha));
    const most = Math.max(1e-9, ...cells.map(({ damage }) => Math.abs(damage)));
    const classes = listAblated(table)[0]?.result.found.classes ?? [];
    return {
      caption: [
        `Loss of the mean logit margin of a class, mean over units that select a class, over layers and seeds; ${describeAblated(table)}.`,
        "Rows: the class that units select; columns: the class that loses. An empty row: no unit selects the class.",
      ],
      description: `Heat maps of margin damage, selected class by damaged class, for ${alphas.length} alphas.`,
      direction: "row",
      views:
        cells.length === 0 ? [] : alphas.map((alpha, i) => drawMatrix(cells, alpha, { classes, most, first: i === 0 })),
    };
  },
};

function countClasses(data: ReportData): number {
  const table = findAblation(data, "units");
  return table?.networks.find(({ result }) => result)?.result?.found.classes.length ?? 0;
}

/** The lowest alpha, the control or what is nearest to it, and the highest. */
function chooseAlphas(table: AblationOf<"units">): number[] {
  const alphas = [...new Set(listAblated(table).map(({ trial }) => trial.alpha))].sort((a, b) => a - b);
  const middle = [...alphas].sort((a, b) => Math.abs(a) - Math.abs(b))[0];
  return [...new Set([alphas[0], middle, alphas.at(-1)])].filter((alpha) => alpha !== undefined);
}

interface Cell {
  readonly alpha: number;
  readonly selected: string;
  readonly damaged: string;
  readonly damage: number;
  readonly units: number;
}

interface Matrix {
  readonly classes: readonly string[];
  readonly most: number;
  readonly first: boolean;
}

function drawMatrix(cells: readonly Cell[], alpha: number, { classes, most, first }: Matrix): View {
  return {
    title: {
      text: `alpha ${alpha > 0 ? "+" : ""}${alpha}`.replace("-", "−"),
      ...{ style: ["group-title", "panel"], frame: "group", offset: 8 },
    },
    width: { step: 16 },
    height: { step: 16 },
    data: { values: cells.filter((cell) => cell.alpha === alpha) },
    mark: { type: "rect", style: "cell" },
    encoding: {
      x: {
        field: "damaged",
        type: "ordinal",
        scale: { domain: [...classes] },
        title: null,
        axis: { labelAngle: -90 },
      },
      y: {
        field: "selected",
        type: "ordinal",
        scale: { domain: [...classes] },
        title: null,
        axis: { labels: first },
      },
      color: {
        field: "damage",
        type: "quantitative",
        scale: { domain: [-most, most], range: "diverging" },
        legend: { title: "margin damage", format: "+.1f", labelExpr: SIGNED_LABEL, orient: "left" },
      },
      tooltip: [
        { field: "selected" },
        { field: "damaged" },
        { field: "damage", format: "+.3f" },
        { field: "units", title: "units that select it" },
      ],
    },
  } as View;
}

function averageCells(table: AblationOf<"units">, alpha: number): Cell[] {
  const own = listAblated(table).filter(({ trial }) => trial.alpha === alpha);
  const classes = own[0]?.result.found.classes ?? [];
  const layers = own.flatMap(({ result }) => result.found.layers);
  return classes.flatMap((selected, label) => {
    const rows = layers.flatMap((layer) =>
      layer.marginDamageByClass.filter((_, unit) => layer.selectedClass[unit] === label),
    );
    return classes.flatMap((damaged, other) => {
      const values = rows.map((row) => row[other]).filter((value) => value !== null && value !== undefined);
      return values.length === 0 ? [] : [{ alpha, selected, damaged, damage: mean(values), units: values.length }];
    });
  });
}
