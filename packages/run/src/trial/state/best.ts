/**
 * The weights of the best validation so far, in a separate file: the checkpoint contains only their checksum.
 *
 * @module
 */

import { LabError, summarizeError } from "@selectivity-lab/base";
import { readSafetensors, type SafetensorsFile, scope } from "@selectivity-lab/torch";
import { writeWeights } from "../../checkpoints/weights.js";
import type { TrainingRun } from "../steps/training-run.js";
import { checksumTensors } from "./checksum.js";
import { isDamage } from "./damage.js";
import type { TrainingProgress } from "./state.js";

type Best = TrainingProgress["best"];

/** The best weights are damaged or missing: only training from the start restores them. */
export class BestLostError extends LabError {
  override readonly name = "BestLostError";

  constructor(problem: string, path: string, options?: ErrorOptions) {
    super({ code: "best-weights-lost", problem, path, fault: "work", cause: options?.cause });
  }
}

/** Keeps the present weights. @returns what the checkpoint records about them. */
export function keepBest(
  file: string,
  { model, trial, data }: TrainingRun,
  { epoch, accuracy }: Omit<Best, "sha256">,
): Best {
  writeWeights(file, model, trial, data, epoch);
  return scope(() => ({ epoch, accuracy, sha256: checksumTensors(model.stateDict()) }));
}

/** Loads the best weights into the model. @throws {@link BestLostError} */
export function loadBest(file: string, model: TrainingRun["model"], best: Best): void {
  scope(() => {
    const { tensors } = read(file);
    if (checksumTensors(tensors) !== best.sha256)
      throw new BestLostError("its contents do not match their checksum", file);
    model.loadStateDict(tensors);
  });
}

/**
 * Checks, before training continues, that the best weights will be there at its end.
 *
 * Weights of a later epoch are fine: the process was killed between writing them and its checkpoint, and training will reach them again.
 *
 * @throws {@link BestLostError}
 */
export function requireBest(file: string, best: Best): void {
  if (best.epoch === 0) return;
  scope(() => {
    const { tensors, metadata } = read(file);
    const isLater = Number(metadata.epoch) > best.epoch;
    if (!isLater && checksumTensors(tensors) !== best.sha256)
      throw new BestLostError("its contents do not match their checksum", file);
  });
}

function read(file: string): SafetensorsFile {
  try {
    return readSafetensors(file);
  } catch (cause) {
    if (!isDamage(cause)) throw cause;
    throw new BestLostError(summarizeError(cause), file, { cause });
  }
}
