/**
 * How to try a trial again.
 *
 * @module
 */

import { quoteShellWord } from "@selectivity-lab/base";
import type { SweepTable, TrialRow } from "../records/sweep-table.js";
import { trialFolder } from "../records/trial-files.js";

/**
 * The command that trains one trial of a sweep again.
 *
 * @param dataDirs where the sweep was told to look for data.
 */
export function rerunCommand(
  { folder }: Pick<SweepTable, "folder">,
  row: Pick<TrialRow, "id">,
  dataDirs: readonly string[] = [],
): string {
  const words = ["--out", trialFolder(folder, row), ...dataDirs.flatMap((dir) => ["--data-dir", dir])];
  return `npx selectivity train ${words.map(quoteShellWord).join(" ")}`;
}
