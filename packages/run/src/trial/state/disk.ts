/**
 * How much disk a trial needs, and whether an error says that the disk is full.
 *
 * @module
 */
import { statSync } from "node:fs";
import { describeDiskShortage, LabError } from "@selectivity-lab/base";
import type { Tensor } from "@selectivity-lab/torch";
import type { TrialFiles } from "../../records/trial-files.js";
import type { TrainingRun } from "../steps/training-run.js";

/** Bytes for logs and the result. */
const SMALL_FILES = 2 ** 20;

/** The disk has less free space than the trial will need: found before it trains for hours. */
export class NoDiskError extends LabError {
  override readonly name = "NoDiskError";

  /** @param bytes number of bytes that the trial needs. */
  constructor(
    shortage: string,
    readonly bytes: number,
  ) {
    super({
      code: "disk-full",
      problem: `${shortage} for its checkpoints and weights`,
      remedy: "free some space; the same command continues from here",
      fault: "work",
    });
  }
}

/**
 * Checks that there is room for everything that a trial writes: two checkpoints (weights and velocities; the older one is gone when the
 * next is written); the best weights, twice while they are replaced; the last weights; the class means of the units, of which there are
 * no more than biases.
 *
 * @throws {@link NoDiskError}
 */
export function requireDisk(folder: string, files: TrialFiles, run: TrainingRun): void {
  const { model, data, knob } = run;
  const weights = bytesOf(model.stateDict().values());
  const units = data.train.classes.length * bytesOf(model.parameters().filter(({ shape }) => shape.length === 1));
  const checkpoint = weights + bytesOf(model.parameters()) + (knob.memory ? units : 0);
  const present = [files.checkpoint, files.previous, files.best, files.model].map(sizeOf);
  const wanted = 2 * checkpoint + 3 * weights + units + SMALL_FILES - present.reduce((sum, size) => sum + size, 0);
  const shortage = describeDiskShortage(folder, wanted);
  if (shortage !== undefined) throw new NoDiskError(shortage, wanted);
}

/** Whether an error, or what caused it, says that the disk or a quota is full. */
export function isFullDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof NoDiskError) return true;
  return ["ENOSPC", "EDQUOT"].includes((error as NodeJS.ErrnoException).code ?? "") || isFullDisk(error.cause);
}

function bytesOf(tensors: Iterable<Tensor>): number {
  return [...tensors].reduce((sum, { numel, dtype }) => sum + numel * (dtype === "int64" ? 8 : 4), 0);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
