/**
 * Saves and restores the state of a training run between two steps. Data order and augmentation are functions of seed and epoch, dropout
 * masks of seed and step, so that weights, velocities and a few numbers are everything to save, with a checksum: training must not
 * continue from damaged weights.
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

/** Sums over the steps of the current epoch. */
export const epochSumsSchema = z.object({
  loss: z.number(),
  correct: z.number(),
  images: z.number(),
  seconds: z.number(),
});
/** Sums over the steps of the current epoch: see {@link epochSumsSchema}. */
export type EpochSums = z.infer<typeof epochSumsSchema>;

/** Progress of a run, without its weights. */
export const progressSchema = z.object({
  /** Number of complete epochs. */
  epoch: z.int(),
  /** Number of steps taken in the epoch after those. */
  step: z.int(),
  sums: epochSumsSchema,
  /** The best validation so far, its epoch, and the checksum of its weights; epoch 0: none yet. */
  best: z.object({ epoch: z.int(), accuracy: z.number(), sha256: z.string() }),
  /** Seconds of training, over all attempts. */
  seconds: z.number(),
});
/** Progress of a run, without its weights: see {@link progressSchema}. */
export type TrainingProgress = z.infer<typeof progressSchema>;

/** The sums at the start of an epoch. */
export const noSums: EpochSums = { loss: 0, correct: 0, images: 0, seconds: 0 };

/** Progress at the start of a run. */
export const initialProgress: TrainingProgress = {
  ...{ epoch: 0, step: 0, sums: noSums, seconds: 0 },
  best: { epoch: 0, accuracy: -1, sha256: "" },
};

/** The parts of a run that change as it trains. */
type Changing = Pick<TrainingRun, "model" | "optimizer" | "knob">;

/** The files of the newest checkpoint and the previous one. */
export interface CheckpointFiles {
  readonly checkpoint: string;
  readonly previous: string;
}

/** Writes a checkpoint, completely or not at all; the newest so far becomes the previous one. */
export function saveState(
  files: CheckpointFiles,
  { model, optimizer, knob }: Changing,
  progress: TrainingProgress,
): void {
  if (existsSync(files.checkpoint)) renameSync(files.checkpoint, files.previous);
  scope(() => {
    const tensors = new Map<string, Tensor>(model.stateDict());
    for (const [name, velocity] of optimizer.stateDict()) tensors.set(VELOCITY + name, velocity);
    for (const [name, tensor] of Object.entries(knob.memory?.state() ?? {})) tensors.set(MEMORY + name, tensor);
    const text = JSON.stringify(progress);
    writeSafetensors(files.checkpoint, tensors, { progress: text, sha256: checksumTensors(tensors, text) });
  });
}

/**
 * Restores a run from its checkpoint; without one, the run stays as it is.
 *
 * A damaged checkpoint is removed, so that it does not replace the previous one: then that one is used, or the run starts again, and
 * ends with the same bits either way.
 *
 * @param notify receives a line about a damaged checkpoint.
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

/** Everything is read and checked before anything of the run changes. */
function restoreFrom(file: string, { model, optimizer, knob }: Changing): TrainingProgress {
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
    if (history && seen) knob.memory?.restore({ history, seen });
    return progress;
  });
}

const VELOCITY = "velocity/";
const MEMORY = "memory/";
