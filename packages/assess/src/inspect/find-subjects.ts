/**
 * The networks at a path: one file of weights, one trial, or every finished trial of a sweep.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { explainAbsence, LabError } from "@selectivity-lab/base";
import { isTrialFolder, locateWeights, measuredRows, readLoneTrial, readSweep } from "@selectivity-lab/run";

/** A network to inspect. */
export interface Subject {
  /** Name for progress messages. */
  readonly label: string;
  /** File of weights, or trial folder. */
  readonly network: string;
  /** SHA-256 of its weights. */
  readonly weights: string;
  /** What it was trained as; `null` where that is not known. */
  readonly trial: { readonly id: string; readonly alpha: number; readonly seed: number } | null;
}

/** Finds the networks at a path. @throws {@link LabError} if the path does not exist, or no network is finished. */
export async function findSubjects(where: string): Promise<Subject[]> {
  if (!existsSync(where))
    throw new LabError({
      code: "missing-network",
      problem: explainAbsence(where),
      remedy: "name a .safetensors file, the folder of a trial, or that of a sweep",
      path: where,
    });
  if (isSweep(where)) return findTrials(where);
  const row = isTrialFolder(where) ? (await readLoneTrial(where)).row : null;
  const trial = row && { id: row.id, alpha: row.alpha, seed: row.seed };
  return [{ label: path.basename(path.resolve(where)), network: where, weights: checksumWeights(where), trial }];
}

/** Whether a folder is that of a sweep. */
export function isSweep(where: string): boolean {
  return existsSync(path.join(where, "sweep.json"));
}

async function findTrials(folder: string): Promise<Subject[]> {
  const rows = measuredRows(await readSweep(folder));
  if (rows.length === 0)
    throw new LabError({
      code: "no-finished-network",
      problem: `${folder} has no finished network`,
      remedy: "run the command of the sweep again: it continues until trials are finished",
      path: folder,
    });
  return rows.map(({ id, alpha, seed }) => {
    const network = path.join(folder, "trials", id);
    return {
      label: `alpha ${alpha} seed ${seed}`,
      network,
      weights: checksumWeights(network),
      trial: { id, alpha, seed },
    };
  });
}

function checksumWeights(network: string): string {
  return createHash("sha256")
    .update(readFileSync(locateWeights(network)))
    .digest("hex");
}
