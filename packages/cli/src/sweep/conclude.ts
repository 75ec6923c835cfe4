/**
 * The last words of a sweep.
 *
 * @module
 */
import type { SweepTable, TrialRow } from "@selectivity-lab/lab";
import { alphaText } from "../format.js";
import type { Terminal } from "../terminal.js";

/** Says what failed and what is left. @param rerun the words of the command that trains one again. @returns the exit code. */
export function concludeSweep(
  table: SweepTable,
  { json }: { json?: boolean },
  terminal: Terminal,
  rerun: (row: TrialRow) => string,
): number {
  const bad = table.rows.filter(({ state }) => state === "failed" || state === "diverged");
  const open = table.rows.filter(({ state }) => !["done", "failed", "diverged"].includes(state));
  for (const row of bad)
    terminal.say(`✖ alpha ${alphaText(row.alpha)} seed ${row.seed} ${row.state}: ${row.cause}\n  again: ${rerun(row)}`);
  if (open.length > 0)
    terminal.say(
      `${open.length} of ${table.rows.length} networks are not finished; the same command goes on with them`,
    );
  else if (!json) terminal.out(`next: npx selectivity report ${table.folder}`);
  return bad.length + open.length > 0 ? 1 : 0;
}
