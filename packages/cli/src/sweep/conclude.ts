/**
 * The end of a sweep, in words.
 *
 * @module
 */
import { formatCount, formatSigned } from "@selectivity-lab/base";
import type * as Lab from "@selectivity-lab/lab";
import type { Terminal } from "../terminal/terminal.js";

/**
 * Says what failed, what is left, and how the sweep stands with its stopping rule; then the next command.
 *
 * @param rerun the command that trains one network again.
 * @returns the exit code.
 */
export function concludeSweep(
  lab: typeof Lab,
  table: Lab.SweepTable,
  { json }: { json?: boolean },
  terminal: Terminal,
  rerun: (row: Lab.TrialRow) => string,
): number {
  const { rows } = table;
  const bad = rows.filter(({ state }) => state === "failed" || state === "diverged");
  const open = rows.filter(({ state }) => !["done", "failed", "diverged"].includes(state));
  for (const row of bad) {
    const { alpha, seed, state, cause } = row;
    terminal.say(`✖ alpha ${formatSigned(alpha)} seed ${seed} ${state}: ${cause}\n  again: ${rerun(row)}`);
  }
  const stopping = lab.judgeStopping(table);
  if (stopping && (stopping.satisfied || stopping.spent))
    terminal.say(`${stopping.satisfied ? "enough seeds" : "no more seeds allowed"}: ${lab.stoppingText(stopping)}`);
  if (open.length > 0) terminal.say(describeOpen(open.length, rows.length));
  else if (!json) terminal.out(`next: npx selectivity report ${lab.quoteShellWord(table.folder)}`);
  return bad.length + open.length > 0 ? 1 : 0;
}

function describeOpen(open: number, all: number): string {
  const are = open === 1 ? "is" : "are";
  return `${open} of ${formatCount(all, "network")} ${are} not finished; run the same command again to continue`;
}
