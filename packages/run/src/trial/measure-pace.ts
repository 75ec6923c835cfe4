/**
 * The training speed of a trial on this machine: a few of its own steps, timed and discarded.
 *
 * @module
 */
import type { Trial } from "../records/trial.js";
import type { TrialData } from "./setup/prepare.js";
import { initialProgress, noSums } from "./state/state.js";
import { closeRun, openRun } from "./steps/open-run.js";
import { trainEpoch } from "./train-epoch.js";

/** The first steps allocate memory and choose kernels. */
const WARM_UP_STEPS = 3;

/** Training images per second, over the given time or the first epoch, whichever is shorter. */
export function measurePace(trial: Trial, data: TrialData, seconds: number): number {
  const run = openRun(trial, data);
  try {
    let [now, warm] = [noSums, noSums];
    let steps = 0;
    for (const { sums } of trainEpoch(run, initialProgress)) {
      now = sums;
      if (++steps === WARM_UP_STEPS) warm = sums;
      else if (steps > WARM_UP_STEPS && now.seconds - warm.seconds >= seconds) break;
    }
    const since = steps > WARM_UP_STEPS ? warm : noSums;
    return (now.images - since.images) / (now.seconds - since.seconds);
  } finally {
    closeRun(run);
  }
}
