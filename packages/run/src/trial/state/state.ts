/**
 * The state of a training run between two steps, and how it goes to disk and back. Data order and augmentation are
 * functions of seed and epoch, dropout masks of seed and step, so that weights, velocities and a few numbers are all there is
 * to save, with a checksum: training must not go on from weights that a disk has spoilt.
 *
 * @module
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import { summarizeError } from "@selectivity-lab/base";
import { readSafetensors, scope, type Tensor, writeSafetensors } from "@selectivity-lab/torch";
import { z } from "zod";
import type { TrainingRun } from "../steps/training-run.js";
import { checksumTensors } from "./checksum.js";
import { ChecksumError, isDamage } from "./damage.js";

/** Sums over the steps of an epoch that is under way. */
export const epochSumsSchema = z.object({
  loss: z.number(),
  correct: z.number(),
  images: z.number(),
  seconds: z.number(),
});
/** Sums over the steps of an epoch that is under way: see {@link epochSumsSchema}. */
export type EpochSums = z.infer<typeof epochSumsSchema>;

/** Where a run stands, beside its weights. */
export const progressSchema = z.object({
  /** Epochs that are complete. */
  epoch: z.int(),
  /** Steps taken in the epoch after those. */
  step: z.int(),
  sums: epochSumsSchema,
  /** The best validation so far, the epoch that had it, and the checksum of its weights; epoch 0 is none. */
  best: z.object({ epoch: z.int(), accuracy: z.number(), sha256: z.string() }),
  /** Seconds of training, over all attempts. */
  seconds: z.number(),
});
/** Where a run stands, beside its weights: see {@link progressSchema}. */
export type TrainingProgress = z.infer<typeof progressSchema>;

/** The sums of an epoch at its initialProgress. */
export const noSums: EpochSums = { loss: 0, correct: 0, images: 0, seconds: 0 };

/** Where every run begins. */
export const initialProgress: TrainingProgress = {
  ...{ epoch: 0, step: 0, sums: noSums, seconds: 0 },
  best: { epoch: 0, accuracy: -1, sha256: "" },
};

/** What of a run changes as it trains. */
type Changing = Pick<TrainingRun, "model" | "optimizer" | "memory">;

/** The files of the newest checkpoint and of the one before. */
export interface CheckpointFiles {
  readonly checkpoint: string;
  readonly previous: string;
}

/** Writes a checkpoint, whole or not at all; the one that was the newest becomes the one before. */
export function saveState(
  files: CheckpointFiles,
  { model, optimizer, memory }: Changing,
  progress: TrainingProgress,
): void {
  if (existsSync(files.checkpoint)) renameSync(files.checkpoint, files.previous);
  scope(() => {
    const tensors = new Map<string, Tensor>(model.stateDict());
    for (const [name, velocity] of optimizer.stateDict()) tensors.set(VELOCITY + name, velocity);
    for (const [name, tensor] of Object.entries(memory?.state() ?? {})) tensors.set(MEMORY + name, tensor);
    const text = JSON.stringify(progress);
    writeSafetensors(files.checkpoint, tensors, { progress: text, sha256: checksumTensors(tensors, text) });
  });
}

/**
 * Brings a run to where its checkpoint left it; without one, it stays as it is.
 *
 * A checkpoint that is damaged counts for nothing, and is removed, lest it take the place of the one before: then that one is
 * taken, or the run begins anew, and ends in the same bits either way.
 *
 * @param notify told, in one line, about a checkpoint that is damaged.
 */
export function restoreState(
  { checkpoint, previous }: CheckpointFiles,
  run: Changing,
  notify: (line: string) => void = () => {},
): TrainingProgress {
  for (const file of [checkpoint, previous]) {
    if (!existsSync(file)) continue;
    try {
      return restoreFrom(file, run);
    } catch (error) {
      if (!isDamage(error)) throw error;
      const instead =
        file === checkpoint && existsSync(previous) ? "the previous one is used" : "training starts again";
      rmSync(file);
      notify(`${file} is damaged (${summarizeError(error)}); ${instead}`);
    }
  }
  return initialProgress;
}

/** All is read and checked before anything of the run changes. */
function restoreFrom(file: string, { model, optimizer, memory }: Changing): TrainingProgress {
  return scope(() => {
    const { tensors, metadata } = readSafetensors(file);
    const text = metadata.progress ?? "";
    if (metadata.sha256 !== checksumTensors(tensors, text)) throw new ChecksumError(file);
    const progress = progressSchema.parse(JSON.parse(text));
    const under = (prefix: string) =>
      new Map(
        [...tensors].flatMap(([name, tensor]) =>
          name.startsWith(prefix) ? [[name.slice(prefix.length), tensor]] : [],
        ),
      );
    const kept = [VELOCITY, MEMORY];
    model.loadStateDict(new Map([...tensors].filter(([name]) => !kept.some((prefix) => name.startsWith(prefix)))));
    optimizer.loadStateDict(under(VELOCITY));
    const { history, seen } = Object.fromEntries(under(MEMORY));
    if (history && seen) memory?.restore({ history, seen });
    return progress;
  });
}

const VELOCITY = "velocity/";
const MEMORY = "memory/";
