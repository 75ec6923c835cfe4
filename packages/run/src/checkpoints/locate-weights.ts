/**
 * Finds the file of weights that a path on the command line means.
 *
 * @module
 */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { CheckpointError } from "./checkpoint-error.js";

/**
 * The file of weights for a path: the file itself, or the best weights in a trial's folder.
 *
 * @throws {@link CheckpointError} `weights-not-found`.
 */
export function locateWeights(where: string): string {
  if (!existsSync(where))
    throw notFound(where, `${where} does not exist`, "name a .safetensors or .pt file, or a trial's folder");
  if (!statSync(where).isDirectory()) return where;
  const inside = ["best.safetensors", "model.safetensors"].map((name) => path.join(where, name)).find(existsSync);
  if (inside) return inside;
  throw notFound(
    where,
    `${where} contains neither best.safetensors nor model.safetensors`,
    "name a trial's folder, or let its training finish",
  );
}

function notFound(where: string, problem: string, remedy: string): CheckpointError {
  return new CheckpointError({ code: "weights-not-found", problem, remedy, path: where });
}
