/**
 * Several measures of selectivity as `selectivity measure --measures` shows them to people.
 *
 * @module
 */
import type { MeasureDocument } from "@selectivity-lab/lab";
import { formatCell, formatShare, formatTable } from "../terminal/format.js";

type Measures = NonNullable<MeasureDocument["measures"]>;

/** Columns of a terminal, and those between two cells of a table. */
const [WIDTH, GAP] = [80, 2];

/** A table of the network by measure, then tables of the layers, as many measures side by side as a terminal has room for. */
export function describeMeasures(measures: Measures): string {
  const rows = Object.entries(measures).map(([name, { mean, null: shuffled, splitHalf, live, layers }]) => [
    ...[name, formatShare(mean), formatShare(shuffled), formatShare(splitHalf), formatShare(live)],
    formatCell(layers.reduce((sum, { undefinedUnits }) => sum + undefinedUnits, 0)),
  ]);
  const header = ["measure", "mean", "permuted labels", "split half", "live units", "undefined"];
  return [[header, ...rows], ...groupColumns(measures)].map(formatTable).join("\n\n");
}

function groupColumns(measures: Measures): string[][][] {
  const layers = Object.values(measures)[0]?.layers.map(({ name }) => name) ?? [];
  const first = Math.max(...["layer", ...layers].map(({ length }) => length));
  const groups: string[][] = [];
  let left = 0;
  for (const name of Object.keys(measures)) {
    const width = GAP + Math.max(name.length, formatShare(1).length);
    if (width > left) {
      groups.push([]);
      left = WIDTH - first;
    }
    groups.at(-1)?.push(name);
    left -= width;
  }
  return groups.map((names) => [
    ["layer", ...names],
    ...layers.map((layer, i) => [layer, ...names.map((name) => formatShare(measures[name]?.layers[i]?.mean))]),
  ]);
}
