/**
 * Several sweeps and lone networks for people, one per line.
 *
 * @module
 */
import type { OverviewDocument, TrialState } from "@selectivity-lab/lab";
import { formatCell, formatTable } from "../terminal/format.js";
import { describeTrial } from "./trial.js";

/** A table of the sweeps, then a line for each network that belongs to none. @param states all states, in the order of their columns; empty columns are left out. */
export function describeOverview(
  { sweeps, trials, warnings }: OverviewDocument,
  states: readonly TrialState[],
): string {
  const parts = [...(sweeps.length > 0 ? [describeSweeps(sweeps, states)] : []), ...trials.map(describeLone)];
  parts.push(...warnings.map((warning) => `note: ${warning}`));
  return parts.join("\n");
}

function describeLone({ trial, ...row }: OverviewDocument["trials"][number]): string {
  return `${trial}: ${describeTrial(row)}`;
}

function describeSweeps(sweeps: OverviewDocument["sweeps"], states: readonly TrialState[]): string {
  const shown = states.filter((state) => sweeps.some((sweep) => sweep[state] > 0));
  const width = Math.max(...sweeps.map(({ sweep }) => sweep.length), "sweep".length);
  const rows = sweeps.map((sweep) => [
    sweep.sweep.padEnd(width),
    String(sweep.networks),
    ...shown.map((state) => formatCell(sweep[state])),
  ]);
  return formatTable([["sweep".padEnd(width), "networks", ...shown], ...rows]);
}
