/**
 * How to try a trial again.
 *
 * @module
 */
import type { SweepTable, TrialRow } from "../contracts.js";
import { trialFolder } from "./folder.js";

/** The command that trains one trial of a sweep again. */
export function rerunCommand({ folder }: Pick<SweepTable, "folder">, row: Pick<TrialRow, "id">): string {
  return `npx selectivity train --out ${trialFolder(folder, row)}`;
}
