import type { Trial } from "@selectivity-lab/lab";
import { describe, expect, test } from "vitest";
import { SweepCounts } from "../../src/progress/sweep-counts.js";
import { ended, epochEnded, reached, started, trials } from "./events.js";

/** A tally whose clock the test sets. */
function tallyOf(pending: readonly Trial[], total = pending.length) {
  const clock = { now: 0 };
  const tally = new SweepCounts(pending, total, () => clock.now);
  return { tally, clock };
}

describe("Tally", () => {
  test("counts the trials of earlier runs among the finished", () => {
    const [one, two] = trials(0, 1) as [Trial, Trial];
    const { tally } = tallyOf([one, two], 5);
    expect(tally.finished).toBe(3);
    tally.add(started(one));
    tally.add(ended(one));
    tally.add(started(two));
    tally.add(ended(two, "failed", "killed"));
    expect(tally.finished).toBe(5);
  });

  test("does not count a trial that was stopped", () => {
    const [one] = trials(0) as [Trial];
    const { tally } = tallyOf([one]);
    tally.add(started(one));
    tally.add(ended(one, "stopped"));
    expect(tally.finished).toBe(0);
  });

  test("knows what runs, how far it is, and its last metrics", () => {
    const [one] = trials(0) as [Trial];
    const { tally } = tallyOf([one]);
    tally.add(started(one));
    tally.add(epochEnded(one, 1));
    tally.add(reached(one, 1.5));
    expect([...tally.running.values()]).toMatchObject([{ epochs: 1.5, metrics: { epoch: 1 } }]);
    tally.add(ended(one));
    expect(tally.running.size).toBe(0);
  });
});

describe("secondsLeft", () => {
  test("is the rest of the work at the pace so far", () => {
    const [one, two] = trials(0, 1) as [Trial, Trial];
    const { tally, clock } = tallyOf([one, two]); // 20 epochs of work
    tally.add(started(one));
    tally.add(reached(one, 0.1));
    clock.now = 39;
    tally.add(reached(one, 4)); // 3.9 epochs in 39 s
    expect(tally.secondsLeft()).toBeCloseTo(160, 9);
  });

  test("is unknown until two epochs' worth of work is done", () => {
    const [one] = trials(0) as [Trial];
    const { tally, clock } = tallyOf([one]);
    expect(tally.secondsLeft()).toBeUndefined();
    tally.add(started(one));
    tally.add(reached(one, 0.1));
    clock.now = 10;
    tally.add(reached(one, 2));
    expect(tally.secondsLeft()).toBeUndefined();
    tally.add(reached(one, 2.2));
    expect(tally.secondsLeft()).toBeDefined();
  });

  test("takes what was done in an earlier run for done, but not for pace", () => {
    const [one, two] = trials(0, 1) as [Trial, Trial];
    const { tally, clock } = tallyOf([one, two]);
    for (const trial of [one, two]) tally.add(started(trial));
    tally.add(reached(one, 6)); // both go on from epoch 6
    tally.add(reached(two, 6));
    clock.now = 20;
    tally.add(reached(one, 7));
    tally.add(reached(two, 7)); // 2 epochs in 20 s, 6 are left
    expect(tally.secondsLeft()).toBeCloseTo(60, 9);
  });

  test("expects nothing more of a trial that failed", () => {
    const [one, two] = trials(0, 1) as [Trial, Trial];
    const { tally, clock } = tallyOf([one, two]);
    tally.add(started(one));
    tally.add(reached(one, 0));
    clock.now = 20;
    tally.add(reached(one, 2));
    tally.add(ended(one, "diverged", "the loss became NaN"));
    expect(tally.secondsLeft()).toBeCloseTo(100, 9); // ten epochs, ten seconds each
  });

  test("is 0 when all is done", () => {
    const [one] = trials(0) as [Trial];
    const { tally, clock } = tallyOf([one]);
    tally.add(started(one));
    tally.add(reached(one, 1));
    clock.now = 10;
    tally.add(epochEnded(one, 10));
    tally.add(ended(one));
    expect(tally.secondsLeft()).toBe(0);
  });
});
