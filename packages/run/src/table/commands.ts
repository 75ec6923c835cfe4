/**
 * Commands that people are told to type next, and the quoting of their words.
 *
 * @module
 */

import { quoteShellWord } from "@selectivity-lab/base";
import type { SweepTable } from "../records/sweep-table.js";

/** Draws table, figures and report again. */
export function redrawCommand(table: SweepTable): string {
  return `npx selectivity report ${quoteShellWord(table.folder)}`;
}

/** Measures a network. @param where its folder or file; a trial's folder names its plugins itself. */
export function measureCommand(
  where: string,
  { dataDirs = [], plugins = [] }: { dataDirs?: readonly string[]; plugins?: readonly string[] },
): string {
  const options = [...dataDirs.flatMap((dir) => ["--data-dir", dir]), ...plugins.flatMap((file) => ["--plugin", file])];
  return `npx selectivity measure ${[where, ...options].map(quoteShellWord).join(" ")}`;
}
