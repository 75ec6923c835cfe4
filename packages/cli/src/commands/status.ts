/**
 * `selectivity status`: how far a sweep is, from its files alone.
 *
 * @module
 */

import { setTimeout } from "node:timers/promises";
import type { SweepTable, TrialRow, TrialState } from "@selectivity-lab/lab";
import type { Command } from "commander";
import { alphaText, duration, table } from "../format.js";
import { type CommonOptions, withCommonOptions } from "../options.js";
import type { Run } from "../run.js";
import { sweepSummary } from "../summary.js";
import type { Terminal } from "../terminal.js";

interface StatusFlags extends CommonOptions {
  watch?: boolean;
}

const EXAMPLES = `Examples:
  selectivity status runs/fashion-quick
  selectivity status runs/fashion-quick --watch
`;

/** In the order of a trial's life. */
const STATES: readonly TrialState[] = ["queued", "running", "lost", "preempted", "failed", "diverged", "done"];

const LOOK_MS = 2000;

/** Networks that are listed by name. */
const LISTED = 20;

/** Declares the command. */
export function declareStatus(program: Command, run: Run): void {
  const command = program
    .command("status")
    .summary("how far a sweep is")
    .addHelpText("before", EXAMPLES)
    .description(
      "Reads the folder of a sweep, wherever its networks are trained: queued, running, lost (its process is gone), preempted, failed, diverged, done.",
    )
    .argument("<sweep>", "the sweep's folder")
    .option("--watch", "look again every few seconds, until all is done");
  withCommonOptions(command).action((folder: string, flags: StatusFlags) =>
    run((terminal) => status(folder, flags, terminal), flags),
  );
}

async function status(folder: string, { json, watch }: StatusFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  let before = "";
  while (true) {
    const sweep = await lab.readSweep(folder);
    const stopping = lab.judgeStopping(sweep);
    const text = json
      ? lab.encodeJson(sweepSummary(sweep, stopping))
      : [describe(sweep), ...(stopping ? [lab.stoppingText(stopping)] : [])].join("\n");
    if (text !== before) terminal.out(watch && before !== "" && !json ? `\n${text}` : text);
    before = text;
    const isOver =
      sweep.rows.every(({ state }) => ["done", "failed", "diverged"].includes(state)) &&
      (!stopping || stopping.satisfied || stopping.spent);
    if (!watch || isOver || terminal.stop.aborted) return 0;
    await setTimeout(LOOK_MS, undefined, { signal: terminal.stop }).catch(() => {});
  }
}

function describe({ sweep, rows, warnings }: SweepTable): string {
  const states = STATES.filter((state) => rows.some((row) => row.state === state));
  const count = (some: readonly TrialRow[], state: TrialState) =>
    String(some.filter((row) => row.state === state).length || "–");
  const alphas = [...new Set(rows.map(({ alpha }) => alpha))];
  const byAlpha = alphas.map((alpha) => {
    const own = rows.filter((row) => row.alpha === alpha);
    return [alphaText(alpha), String(own.length), ...states.map((state) => count(own, state))];
  });
  const total = ["all", String(rows.length), ...states.map((state) => count(rows, state))];
  const told = rows.filter(({ state }) => !["done", "queued"].includes(state));
  const lines = told.slice(0, LISTED).map((row) => lineOf(row, sweep.recipe.epochs));
  const more = told.length > LISTED ? [`… and ${told.length - LISTED} more`] : [];
  const notes = warnings.map((warning) => `note: ${warning}`);
  return [table([["alpha", "networks", ...states], ...byAlpha, total]), ...lines, ...more, ...notes].join("\n");
}

function lineOf({ alpha, seed, state, cause, holder, epochs, attempts }: TrialRow, planned: number): string {
  const where = holder ? ` on ${holder.host} (process ${holder.pid}, heard ${duration(holder.silence)} ago)` : "";
  const again = attempts > 1 ? `, attempt ${attempts}` : "";
  const why = cause ? `: ${cause}` : "";
  return `alpha ${alphaText(alpha)} seed ${seed} ${state}${where}, epoch ${epochs}/${planned}${again}${why}`;
}
