/**
 * The state of a training run between two steps, and how it goes to disk and back. Data order and augmentation are
 * functions of seed and epoch, so that weights, velocities and a few numbers are all there is to save.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { readSafetensors, scope, type Tensor, writeSafetensors } from "@selectivity-lab/torch";
import { z } from "zod";
import type { Run } from "./run.js";

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
  /** The best validation so far, and the epoch that had it; epoch 0 is none. */
  best: z.object({ epoch: z.int(), accuracy: z.number() }),
  /** Seconds of training, over all attempts. */
  seconds: z.number(),
});
/** Where a run stands, beside its weights: see {@link progressSchema}. */
export type Progress = z.infer<typeof progressSchema>;

/** The sums of an epoch at its start. */
export const noSums: EpochSums = { loss: 0, correct: 0, images: 0, seconds: 0 };

/** Where every run begins. */
export const start: Progress = { epoch: 0, step: 0, sums: noSums, best: { epoch: 0, accuracy: -1 }, seconds: 0 };

/** What of a run changes as it trains. */
type Changing = Pick<Run, "model" | "optimizer" | "memory">;

/** Writes a checkpoint, whole or not at all. */
export function saveState(file: string, { model, optimizer, memory }: Changing, progress: Progress): void {
  scope(() => {
    const tensors = new Map<string, Tensor>(model.stateDict());
    for (const [name, velocity] of optimizer.stateDict()) tensors.set(VELOCITY + name, velocity);
    for (const [name, tensor] of Object.entries(memory?.state() ?? {})) tensors.set(MEMORY + name, tensor);
    writeSafetensors(file, tensors, { progress: JSON.stringify(progress) });
  });
}

/** Brings a run to where a checkpoint left it; without one, it stays as it is. */
export function restoreState(file: string, { model, optimizer, memory }: Changing): Progress {
  if (!existsSync(file)) return start;
  return scope(() => {
    const { tensors, metadata } = readSafetensors(file);
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
    return progressSchema.parse(JSON.parse(metadata.progress ?? "{}"));
  });
}

const VELOCITY = "velocity/";
const MEMORY = "memory/";
