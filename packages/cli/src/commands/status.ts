/**
 * `selectivity status`: how far sweeps are, from their files alone.
 *
 * @module
 */

import { setTimeout } from "node:timers/promises";
import type * as Lab from "@selectivity-lab/lab";
import type { Command } from "commander";
import { type CommonOptions, withCommonOptions } from "../options/options.js";
import type { RunCommand } from "../options/run.js";
import { formatOverview } from "../status/overview.js";
import { countStates, countText, listStates } from "../status/states.js";
import { sweepSummary } from "../status/summary.js";
import { alphaText, duration, table } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";

interface StatusFlags extends CommonOptions {
  watch?: boolean;
}

const EXAMPLES = `Examples:
  selectivity status                          every sweep below runs/, a line each
  selectivity status runs/fashion-quick
  selectivity status runs/fashion-quick --watch
`;

const LOOK_MS = 2000;

/** Networks that are listed by name. */
const LISTED = 20;

/** Where `sweep` puts its folders. */
const RUNS = "runs";

/** Declares the command. */
export function declareStatus(program: Command, run: RunCommand): void {
  const command = program
    .command("status")
    .summary("how far sweeps are")
    .addHelpText("before", EXAMPLES)
    .description(
      "Reads the folder of a sweep, wherever its networks are trained: queued, running, lost (its process is gone), preempted, failed, diverged, done. Of a folder of sweeps it says so for each.",
    )
    .argument("[sweep]", "a sweep's folder, or one with sweeps in it", RUNS)
    .option("--watch", "look again every few seconds, until all is done");
  withCommonOptions(command).action((folder: string, flags: StatusFlags) =>
    run((terminal) => status(folder, flags, terminal), flags),
  );
}

async function status(folder: string, { json = false, watch }: StatusFlags, terminal: Terminal): Promise<number> {
  const lab = await import("@selectivity-lab/lab");
  const sweeps = lab.findSweeps(folder);
  const look = sweeps.length > 0 && !sweeps.includes(folder) ? several : single;
  let before = "";
  while (true) {
    const { text, isOver } = await look(lab, folder, json);
    if (text !== before) terminal.out(watch && before !== "" && !json ? `\n${text}` : text);
    before = text;
    if (!watch || isOver || terminal.stop.aborted) return 0;
    await setTimeout(LOOK_MS, undefined, { signal: terminal.stop }).catch(() => {});
  }
}

type Look = (lab: typeof Lab, folder: string, json: boolean) => Promise<{ text: string; isOver: boolean }>;

const several: Look = async (lab, folder, json) => {
  return { text: await formatOverview(lab, lab.findSweeps(folder), json), isOver: false };
};

const single: Look = async (lab, folder, json) => {
  const sweep = await lab.readSweep(folder);
  const stopping = lab.judgeStopping(sweep);
  const isOver =
    sweep.rows.every(({ state }) => ["done", "failed", "diverged"].includes(state)) &&
    (!stopping || stopping.satisfied || stopping.spent);
  if (json) return { text: lab.encodeJson(sweepSummary(sweep, stopping)), isOver };
  return { text: [describe(sweep), ...(stopping ? [lab.stoppingText(stopping)] : [])].join("\n"), isOver };
};

function describe({ sweep, rows, warnings }: Lab.SweepTable): string {
  const states = listStates(rows);
  const counts = (some: readonly Lab.TrialRow[]) => {
    const counted = countStates(some);
    return [String(some.length), ...states.map((state) => countText(counted[state]))];
  };
  const alphas = [...new Set(rows.map(({ alpha }) => alpha))];
  const byAlpha = alphas.map((alpha) => [alphaText(alpha), ...counts(rows.filter((row) => row.alpha === alpha))]);
  const told = rows.filter(({ state }) => !["done", "queued"].includes(state));
  const lines = told.slice(0, LISTED).map((row) => lineOf(row, sweep.recipe.epochs));
  const more = told.length > LISTED ? [`… and ${told.length - LISTED} more`] : [];
  const notes = warnings.map((warning) => `note: ${warning}`);
  return [
    table([["alpha", "networks", ...states], ...byAlpha, ["all", ...counts(rows)]]),
    ...lines,
    ...more,
    ...notes,
  ].join("\n");
}

function lineOf({ alpha, seed, state, cause, holder, epochs, attempts }: Lab.TrialRow, planned: number): string {
  const where = holder ? ` on ${holder.host} (process ${holder.pid}, heard ${duration(holder.silence)} ago)` : "";
  const again = attempts > 1 ? `, attempt ${attempts}` : "";
  const why = cause ? `: ${cause}` : "";
  return `alpha ${alphaText(alpha)} seed ${seed} ${state}${where}, epoch ${epochs}/${planned}${again}${why}`;
}
