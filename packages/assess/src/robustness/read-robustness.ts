/**
 * Reads the robustness of networks from their folders: a function of the files alone.
 *
 * @module
 */

import { existsSync } from "node:fs";
import path from "node:path";
import { FileError, formatCount, formatSigned, quoteShellWord, readJson } from "@selectivity-lab/base";
import {
  computeDeadUnitsFraction,
  computeLiveSelectivity,
  type MeasuredRow,
  measuredRows,
  readSweep,
  type SweepTable,
} from "@selectivity-lab/run";
import { RobustnessError } from "../error.js";
import {
  type AttackAssessment,
  type AttackSettings,
  type CorruptionAssessment,
  type CorruptionSettings,
  type RobustnessRun,
  robustnessRunSchema,
} from "./contracts.js";
import { locateRobustness, readAttacks, readCorruptions } from "./files.js";
import { findNetworks, isSweep } from "./find-networks.js";

/** The evaluation of one network. */
export interface RobustnessRow {
  /** Id of its trial; null for a network that belongs to no sweep. */
  readonly id: string | null;
  readonly alpha: number | null;
  readonly seed: number | null;
  /** What was measured on the whole test split after training; null for a network that belongs to no sweep. */
  readonly accuracy: number | null;
  /** Mean class selectivity. */
  readonly selectivity: number | null;
  /** Mean class selectivity of the units that are not dead; also null where all are, or where an older result does not say. */
  readonly liveSelectivity: number | null;
  /** Share of hidden units that are dead, 0..1. */
  readonly deadUnitsFraction: number | null;
  readonly label: string;
  readonly corruptions: CorruptionAssessment | null;
  readonly attacks: AttackAssessment | null;
}

/** The settings of an evaluation, and its results. */
export interface RobustnessTable {
  readonly run: RobustnessRun;
  /** Path of a picture of the corruptions; null if there is none. */
  readonly examples: string | null;
  /** One per network, by alpha, then seed. */
  readonly rows: readonly RobustnessRow[];
  /** Number of trials of the sweep that have no network yet: queued, running, lost, preempted or failed. 0 by default. */
  readonly unfinished?: number;
}

/**
 * Reads the results for the settings of the last evaluation.
 *
 * @param where path that was given to the evaluation.
 * @throws FileError if the settings are unreadable; an unreadable result is left out, with a note.
 */
export async function readRobustness(where: string): Promise<RobustnessTable> {
  const table = await findRobustness(where, isSweep(where) ? await readSweep(where) : null);
  if (!table)
    throw new RobustnessError({
      code: "no-evaluation",
      problem: `${where} holds no robustness evaluation`,
      remedy: `run selectivity robustness ${quoteShellWord(where)} first`,
      path: where,
    });
  return table;
}

/** What the sweep knows of a network. */
function describeTrained(row: MeasuredRow | undefined) {
  if (!row)
    return {
      ...{ id: null, alpha: null, seed: null },
      ...{ accuracy: null, selectivity: null, liveSelectivity: null, deadUnitsFraction: null },
    };
  const { id, alpha, seed, test } = row;
  return {
    ...{ id, alpha, seed, accuracy: test.accuracy, selectivity: test.meanSelectivity },
    liveSelectivity: computeLiveSelectivity(test),
    deadUnitsFraction: computeDeadUnitsFraction(test),
  };
}

/** Networks named in a note. */
const NAMED = 10;

function describeDiverged(sweep: SweepTable | null): string[] {
  const diverged = sweep?.rows.filter(({ state }) => state === "diverged") ?? [];
  if (diverged.length === 0) return [];
  const names = diverged.slice(0, NAMED).map(({ alpha, seed }) => `alpha ${formatSigned(alpha)} seed ${seed}`);
  if (diverged.length > NAMED) names.push("…");
  return [`${formatCount(diverged.length, "network")} diverged and cannot be evaluated: ${names.join(", ")}`];
}

/** Reads the same for a sweep that has been read already; null if it was never evaluated. */
export async function findRobustness(where: string, sweep: SweepTable | null): Promise<RobustnessTable | null> {
  const measured = sweep ? measuredRows(sweep) : [];
  const subjects = measured.length > 0 || !isSweep(where) ? await findNetworks(where) : [];
  const folder = isSweep(where) ? locateRobustness(where) : subjects[0]?.home;
  const file = path.join(folder ?? where, "run.json");
  if (!existsSync(file)) return null;
  const run = await readJson(file, robustnessRunSchema);
  const rows: RobustnessRow[] = [];
  const notes = [...(run.notes ?? []), ...describeDiverged(sweep)];
  /** A result that cannot be read is no result: the same command makes it again. */
  const readable = async <Result>(read: () => Promise<Result | undefined>): Promise<Result | null> => {
    try {
      return (await read()) ?? null;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      notes.push(`a result is left out, which cannot be read: ${error.problem}`);
      return null;
    }
  };
  for (const [index, { home, label }] of subjects.entries()) {
    rows.push({
      ...describeTrained(measured[index]),
      label,
      corruptions:
        run.corruptions && (await readable(() => readCorruptions(home, run.corruptions as CorruptionSettings))),
      attacks: run.attacks && (await readable(() => readAttacks(home, run.attacks as AttackSettings))),
    });
  }
  const examples = path.join(path.dirname(file), "examples.png");
  const unfinished = sweep?.rows.filter(({ state }) => state !== "done" && state !== "diverged").length ?? 0;
  return {
    run: notes.length > 0 ? { ...run, notes } : run,
    rows,
    examples: existsSync(examples) ? examples : null,
    unfinished,
  };
}
