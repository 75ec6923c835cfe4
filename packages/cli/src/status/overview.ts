/**
 * Several sweeps, a line each.
 *
 * @module
 */
import type * as Lab from "@selectivity-lab/lab";
import { table } from "../terminal/format.js";
import { countStates, countText, listStates } from "./states.js";

/** What the overview says of a sweep. */
interface SweepLine {
  readonly sweep: string;
  readonly recipe: string;
  readonly networks: number;
  readonly states: Record<Lab.TrialState, number>;
}

/** Reads the sweeps. @returns a table, or the document of `status --json` without a sweep. */
export async function formatOverview(lab: typeof Lab, folders: readonly string[], json: boolean): Promise<string> {
  const tables: Lab.SweepTable[] = [];
  for (const folder of folders) tables.push(await lab.readSweep(folder));
  const lines = tables.map(({ folder, sweep, rows }): SweepLine => {
    return { sweep: folder, recipe: sweep.name, networks: rows.length, states: countStates(rows) };
  });
  if (json) return lab.encodeJson({ schema: 1, sweeps: lines.map(({ states, ...line }) => ({ ...line, ...states })) });
  const shown = listStates(tables.flatMap(({ rows }) => rows));
  const width = Math.max(...lines.map(({ sweep }) => sweep.length), "sweep".length);
  const cells = lines.map(({ sweep, networks, states }) => [
    sweep.padEnd(width),
    String(networks),
    ...shown.map((state) => countText(states[state])),
  ]);
  return table([["sweep".padEnd(width), "networks", ...shown], ...cells]);
}
