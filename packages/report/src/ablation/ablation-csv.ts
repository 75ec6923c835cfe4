/**
 * An ablation as CSV: a row per unit, or per step of a curve.
 *
 * @module
 */
import type { AblationTable } from "@selectivity-lab/assess";
import type { CellValue } from "../table/columns.js";
import { formatCsv } from "../table/csv.js";

/** Writes an ablation as CSV. @param options.perClass a column per class beside the whole; off by default. */
export function formatAblationCsv(table: AblationTable, { perClass = false } = {}): string {
  return table.kind === "units" ? formatUnits(table, perClass) : formatCurves(table, perClass);
}

type Table<Kind> = Extract<AblationTable, { kind: Kind }>;

function formatUnits({ networks, settings }: Table<"units">, perClass: boolean): string {
  const classes = networks.find(({ result }) => result)?.result?.found.classes ?? [];
  const headings = [
    ...["id", "alpha", "seed", "layer", "unit", "selectedClass", ...settings.measures],
    ...["accuracyDamage", "marginDamage"],
    ...(perClass ? classes.flatMap((name) => [`accuracyDamage:${name}`, `marginDamage:${name}`]) : []),
  ];
  const rows = networks.flatMap(({ trial, result }) =>
    (result?.found.layers ?? []).flatMap((layer) =>
      layer.accuracyDamage.map((damage, unit): CellValue[] => [
        ...[trial?.id ?? null, trial?.alpha ?? null, trial?.seed ?? null, layer.name, unit],
        classes[layer.selectedClass[unit] as number] ?? null,
        ...settings.measures.map((measure) => layer.selectivity[measure]?.[unit] ?? null),
        ...[damage, layer.marginDamage[unit] as number],
        ...(perClass
          ? classes.flatMap((_, label) => [
              layer.accuracyDamageByClass[unit]?.[label] ?? null,
              layer.marginDamageByClass[unit]?.[label] ?? null,
            ])
          : []),
      ]),
    ),
  );
  return formatCsv(headings, rows);
}

function formatCurves({ networks }: Table<"cumulative">, perClass: boolean): string {
  const classes = networks.find(({ result }) => result)?.result?.found.classes ?? [];
  const headings = [
    "id",
    "alpha",
    "seed",
    "scope",
    "order",
    "draw",
    "fraction",
    "accuracy",
    ...(perClass ? classes : []),
  ];
  const rows = networks.flatMap(({ trial, result }) =>
    (result?.found.scopes ?? []).flatMap(({ name, fractions, selective, unselective, random }) =>
      [
        { order: "selective", draw: null, curve: selective },
        { order: "unselective", draw: null, curve: unselective },
        ...random.map((curve, draw) => ({ order: "random", draw, curve })),
      ].flatMap(({ order, draw, curve }) =>
        curve.accuracy.map((accuracy, step): CellValue[] => [
          ...[trial?.id ?? null, trial?.alpha ?? null, trial?.seed ?? null, name, order, draw],
          ...[fractions[step] as number, accuracy],
          ...(perClass ? (curve.accuracyByClass[step] ?? []) : []),
        ]),
      ),
    ),
  );
  return formatCsv(headings, rows);
}
