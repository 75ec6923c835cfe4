/**
 * The networks to evaluate: one file of weights, one trial, or every finished trial of a sweep.
 *
 * @module
 */

import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { explainAbsence } from "@selectivity-lab/base";
import { measuredRows, readSweep } from "@selectivity-lab/run";
import { RobustnessError } from "../error.js";
import { locateRobustness } from "./files.js";

/** A network to evaluate. */
export interface AssessedNetwork {
  /** Name for progress messages. */
  readonly label: string;
  /** File of weights, or trial folder. */
  readonly network: string;
  /** Folder for its results. */
  readonly home: string;
  /** The network on which transfer attacks are computed; null if there is none. */
  readonly source: string | null;
}

/**
 * Finds the networks at a path.
 *
 * In a sweep, transfer attacks are computed on the control of the next seed, so that source and target never share initial weights.
 * With a single seed they are computed on its control, and the control itself is not attacked this way.
 *
 * @throws {@link RobustnessError} if the path does not exist, or no network is finished.
 */
export async function findNetworks(where: string): Promise<AssessedNetwork[]> {
  if (!existsSync(where))
    throw new RobustnessError({
      code: "missing-network",
      problem: explainAbsence(where),
      remedy: "name a .safetensors file, a trial folder, or a sweep folder",
      path: where,
    });
  if (isSweep(where)) return findTrials(where);
  const isFolder = statSync(where).isDirectory();
  const home = isFolder ? locateRobustness(where) : `${where.replace(/\.safetensors$/, "")}-robustness`;
  return [{ label: path.basename(where), network: where, home, source: null }];
}

/** The folder of an evaluation of some networks: the sweep's, or that of the single network. */
export function locateEvaluation(where: string, subjects: readonly AssessedNetwork[]): string {
  return isSweep(where) ? locateRobustness(where) : (subjects[0] as AssessedNetwork).home;
}

/** Whether a folder is a sweep folder. */
export function isSweep(where: string): boolean {
  return existsSync(path.join(where, "sweep.json"));
}

async function findTrials(folder: string): Promise<AssessedNetwork[]> {
  const rows = measuredRows(await readSweep(folder));
  if (rows.length === 0)
    throw new RobustnessError({
      code: "no-finished-network",
      problem: `${folder} has no finished network`,
      remedy: "run the command of the sweep again: it continues until trials are finished",
      path: folder,
    });
  const controls = rows.filter(({ alpha }) => alpha === 0);
  const home = (id: string) => path.join(folder, "trials", id);
  return rows.map(({ id, alpha, seed }) => {
    const after = [...controls.filter((row) => row.seed > seed), ...controls].find((row) => row.id !== id);
    return {
      label: `alpha ${alpha} seed ${seed}`,
      network: home(id),
      home: locateRobustness(home(id)),
      source: after ? home(after.id) : null,
    };
  });
}
