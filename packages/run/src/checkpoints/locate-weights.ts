/**
 * Finds the file of weights that a path on the command line means.
 *
 * @module
 */

import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { explainAbsence } from "@selectivity-lab/base";
import { trialFiles } from "../records/trial-files.js";
import { CheckpointError } from "./checkpoint-error.js";
import { findDivergence } from "./diverged.js";

/**
 * The file of weights for a path: the file itself, or the best weights in a trial's folder.
 *
 * @throws {@link CheckpointError} `weights-not-found`.
 */
export function locateWeights(where: string): string {
  if (!existsSync(where))
    throw notFound(where, explainAbsence(where), "name a .safetensors or .pt file, or a trial's folder");
  if (!statSync(where).isDirectory()) return where;
  const inside = ["best.safetensors", "model.safetensors"].map((name) => path.join(where, name)).find(existsSync);
  if (inside) return inside;
  const diverged = findDivergence(where);
  if (diverged)
    throw notFound(
      where,
      `the trial in ${where} diverged in its first epoch and has no weights: ${diverged.cause}`,
      "name another trial, or train it again with a smaller learningRate or |alpha|",
    );
  const sweep = [where, path.dirname(where)].find((folder) => existsSync(path.join(folder, "sweep.json")));
  if (sweep !== undefined) throw sweepInstead(where, sweep);
  throw notFound(
    where,
    `${where} contains neither best.safetensors nor model.safetensors`,
    "name a trial's folder, or let its training finish",
  );
}

/** A sweep has many networks: its trials are named by their ids. */
function sweepInstead(where: string, sweep: string): CheckpointError {
  const trials = path.join(sweep, "trials");
  const finished = (existsSync(trials) ? readdirSync(trials).sort() : [])
    .map((id) => path.join(trials, id))
    .filter((folder) => existsSync(trialFiles(folder).result));
  const example = finished[0];
  return notFound(
    where,
    `${where} is ${where === sweep ? "a sweep" : "in a sweep"} of many networks, and one network is wanted`,
    example
      ? `name one of its trials, such as ${example}; status and report list all of them`
      : "let one of its trials finish",
  );
}

function notFound(where: string, problem: string, remedy: string): CheckpointError {
  return new CheckpointError({ code: "weights-not-found", problem, remedy, path: where });
}
