/**
 * From a word on the command line to a file of weights.
 *
 * @module
 */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { CheckpointError } from "./checkpoint-error.js";

/** The file of weights that a word names: itself, or the best of a trial's folder. @throws {@link CheckpointError} */
export function locateWeights(where: string): string {
  if (!existsSync(where))
    throw new CheckpointError(`${where} does not exist\n  to do: name a .safetensors or .pt file, or a trial's folder`);
  if (!statSync(where).isDirectory()) return where;
  const inside = ["best.safetensors", "model.safetensors"].map((name) => path.join(where, name)).find(existsSync);
  if (inside) return inside;
  throw new CheckpointError(
    `${where} holds no best.safetensors or model.safetensors\n  to do: name a trial's folder, or train it to its end`,
  );
}
