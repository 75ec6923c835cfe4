/**
 * The last words of a sweep.
 *
 * @module
 */
import type * as Lab from "@selectivity-lab/lab";
import { alphaText, count } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";

/** Says what failed, what is left, and how the sweep stands with its rule. @param rerun the words of the command that trains one again. @returns the exit code. */
export function concludeSweep(
  lab: typeof Lab,
  table: Lab.SweepTable,
  { json }: { json?: boolean },
  terminal: Terminal,
  rerun: (row: Lab.TrialRow) => string,
): number {
  const bad = table.rows.filter(({ state }) => state === "failed" || state === "diverged");
  const open = table.rows.filter(({ state }) => !["done", "failed", "diverged"].includes(state));
  for (const row of bad)
    terminal.say(`✖ alpha ${alphaText(row.alpha)} seed ${row.seed} ${row.state}: ${row.cause}\n  again: ${rerun(row)}`);
  const stopping = lab.judgeStopping(table);
  if (stopping && (stopping.satisfied || stopping.spent))
    terminal.say(`${stopping.satisfied ? "enough seeds" : "no more seeds allowed"}: ${lab.stoppingText(stopping)}`);
  if (open.length > 0)
    terminal.say(
      `${open.length} of ${count(table.rows.length, "network")} ${table.rows.length === 1 ? "is" : "are"} not finished; the same command goes on with ${open.length === 1 ? "it" : "them"}`,
    );
  else if (!json) terminal.out(`next: npx selectivity report ${lab.quoteShellWord(table.folder)}`);
  return bad.length + open.length > 0 ? 1 : 0;
}
