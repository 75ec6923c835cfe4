import type { SchedulerEvent, Trial } from "@selectivity-lab/lab";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { PlainProgress } from "../../src/progress/plain.js";
import { ended, epochEnded, started, trials } from "./events.js";

beforeEach(() => vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => vi.useRealTimers());

/** The lines said over events, each with the seconds that pass before it. */
function linesOf(pending: readonly Trial[], total: number, events: readonly [number, SchedulerEvent][]): string[] {
  const lines: string[] = [];
  const progress = new PlainProgress({ say: (line) => lines.push(line) });
  progress.begin(pending, total);
  for (const [seconds, event] of events) {
    vi.advanceTimersByTime(1000 * seconds);
    progress.event(event);
  }
  progress.end();
  return lines;
}

describe("PlainProgress", () => {
  const [one, two] = trials(-0.5, 0) as [Trial, Trial];

  test("says a line an epoch and a line a trial's end, with what is done and left", () => {
    const lines = linesOf([one, two], 3, [
      [0, started(one)],
      [20, epochEnded(one, 1)],
      [20, epochEnded(one, 2)],
      [20, epochEnded(one, 3)],
      [140, epochEnded(one, 10)],
      [0, ended(one)],
      [1, started(two)],
      [10, ended(two, "diverged", "the loss became NaN")],
    ]);
    expect(lines).toEqual([
      "[1/3] alpha −0.5 seed 0: epoch 1/10, accuracy 0.812, selectivity 0.240",
      "[1/3] alpha −0.5 seed 0: epoch 2/10, accuracy 0.812, selectivity 0.240",
      "[1/3, 5 min 40 s left] alpha −0.5 seed 0: epoch 3/10, accuracy 0.812, selectivity 0.240",
      "[1/3, 3 min 20 s left] alpha −0.5 seed 0: epoch 10/10, accuracy 0.812, selectivity 0.240",
      "[2/3, 3 min 20 s left] alpha −0.5 seed 0: done",
      "[3/3] alpha 0 seed 0: diverged: the loss became NaN",
    ]);
  });

  test("says at most one line of epochs in ten seconds, but every end", () => {
    const lines = linesOf([one, two], 2, [
      [0, started(one)],
      [11, epochEnded(one, 1)],
      [5, epochEnded(one, 2)],
      [0, ended(one)],
      [6, epochEnded(two, 1)],
      [6, epochEnded(two, 2)],
    ]);
    expect(lines.map((line) => line.replace(/^\[.*\] /, "").replace(/,.*/, ""))).toEqual([
      "alpha −0.5 seed 0: epoch 1/10",
      "alpha −0.5 seed 0: done",
      "alpha 0 seed 0: epoch 2/10",
    ]);
  });
});
