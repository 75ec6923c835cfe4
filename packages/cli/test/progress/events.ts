/** Trials and events to follow. */
import type { EpochMetrics, JobEnd, SchedulerEvent, Trial } from "@selectivity-lab/lab";
import { completeRecipe, createTrial } from "@selectivity-lab/lab";

/** Trials of ten epochs at these alphas. */
export function trials(...alphas: number[]): Trial[] {
  const recipe = completeRecipe({ epochs: 10 }, "the test");
  return alphas.map((alpha) => createTrial(recipe, alpha, 0));
}

export const started = (trial: Trial): SchedulerEvent => ({ type: "start", trial });

export const reached = (trial: Trial, epochs: number): SchedulerEvent => ({ type: "progress", trial, epochs });

export const ended = (
  trial: Trial,
  status: JobEnd["status"] = "done",
  cause: string | null = null,
): SchedulerEvent => ({
  type: "end",
  trial,
  end: { status, cause },
});

export function epochEnded(trial: Trial, epoch: number): SchedulerEvent {
  const metrics: EpochMetrics = {
    epoch,
    step: 10 * epoch,
    time: 0,
    attempt: 1,
    "train/loss": 1,
    "train/accuracy": 0.5,
    "val/loss": 1,
    "val/accuracy": 0.812,
    "selectivity/mean": 0.24,
    "time/imagesPerSecond": 1000,
  };
  return { type: "epoch", trial, metrics };
}
