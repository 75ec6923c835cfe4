/**
 * The learning rate at each step of a run, as a pure function: nothing to save, nothing to restore.
 *
 *     constant    base
 *     steps       base · factorᵐ, m milestones behind us                    torch MultiStepLR
 *     cosine      base · (1 + cos(π · progress)) / 2, down to 0             torch CosineAnnealingLR
 *     one-cycle   up from base / 25 over 30% of the run, down to base / 250,000   torch OneCycleLR, the rate alone
 *
 * A linear warm-up may stand in front of any: cosine and one-cycle then take the steps that remain, while milestones
 * keep counting from the start of the run.
 * @module
 */

/** How the rate moves over a run, and how it starts. */
export type Schedule = ({ name: "constant" } | StepsSchedule | { name: "cosine" } | { name: "one-cycle" }) & {
  warmup?: Warmup | undefined;
};

/** The rate is multiplied by `factor` at the start of each of the epochs named. */
export interface StepsSchedule {
  name: "steps";
  /** In epochs from 0. */
  milestones: readonly number[];
  factor: number;
}

/** A linear rise to the schedule's first rate. */
export interface Warmup {
  /** May be a fraction. */
  epochs: number;
  /** Share of the schedule's first rate at step 0, in [0, 1]. */
  startFactor: number;
}

/** A position in a training run. */
export interface RunPosition {
  /** Steps taken so far: 0 at the first. */
  step: number;
  stepsPerEpoch: number;
  epochs: number;
  /** The highest rate of the schedule. */
  base: number;
}

const RISE = 0.3;
const START_DIVISOR = 25;
const END_DIVISOR = 1e4;

/**
 * The learning rate with which to take the next step.
 *
 * @throws RangeError for a step outside the run.
 * @example learningRateAt({ name: "cosine" }, { step: 50, stepsPerEpoch: 10, epochs: 10, base: 0.1 }) // 0.05
 */
export function learningRateAt(schedule: Schedule, { step, stepsPerEpoch, epochs, base }: RunPosition): number {
  const steps = epochs * stepsPerEpoch;
  if (!(step >= 0 && step < steps)) throw new RangeError(`learningRateAt: step must be in [0, ${steps}), got ${step}`);
  const { epochs: warmupEpochs, startFactor } = schedule.warmup ?? { epochs: 0, startFactor: 1 };
  const warmupSteps = Math.round(warmupEpochs * stepsPerEpoch);
  const rise = step < warmupSteps ? startFactor + ((1 - startFactor) * step) / warmupSteps : 1;
  const remaining = { step: Math.max(step - warmupSteps, 0), steps: Math.max(steps - warmupSteps, 1) };
  return base * rise * shareOfBase(schedule, remaining, step / stepsPerEpoch);
}

interface Progress {
  step: number;
  steps: number;
}

function shareOfBase(schedule: Schedule, { step, steps }: Progress, epoch: number): number {
  switch (schedule.name) {
    case "constant":
      return 1;
    case "steps":
      return schedule.factor ** schedule.milestones.filter((milestone) => epoch >= milestone).length;
    case "cosine":
      return cosineBetween(1, 0, step / steps);
    case "one-cycle":
      return oneCycle({ step, steps });
  }
}

function oneCycle({ step, steps }: Progress): number {
  const peak = RISE * steps - 1; // counted as PyTorch does: the first and the last step are the ends
  const start = 1 / START_DIVISOR;
  if (step <= peak) return cosineBetween(start, 1, step / peak);
  return cosineBetween(1, start / END_DIVISOR, (step - peak) / (steps - 1 - peak));
}

/** Half a wave of a cosine from `start` (at progress 0) to `end` (at 1). */
function cosineBetween(start: number, end: number, progress: number): number {
  return end + ((start - end) * (1 + Math.cos(Math.PI * progress))) / 2;
}
