import { describe, expect, test } from "vitest";
import { makeSweep, setOutcome, trialId } from "../../../testing/src/fixtures/sweep.js";
import { readSweep } from "../../src/table/read-sweep.js";
import { summarize } from "../../src/table/summarize.js";

describe("summarize", () => {
  test("gives mean, t interval and paired difference of two seeds as by hand", async () => {
    const folder = makeSweep({ alphas: [0, 1], seeds: [0, 1] });
    for (const [alpha, seed, accuracy] of [
      [0, 0, 0.8],
      [0, 1, 0.82],
      [1, 0, 0.7],
      [1, 1, 0.74],
    ] as const)
      setOutcome(folder, trialId(alpha, seed), { accuracy });
    const [control, encouraged] = summarize(await readSweep(folder));
    expect(control).toMatchObject({ alpha: 0, n: 2, planned: 2, accuracyDifference: null });
    expect(control?.accuracy?.mean).toBeCloseTo(0.81, 12);
    // Differences −0.10 and −0.08: sd 0.02/√2, half width t(0.975, 1) · sd/√2 = 12.7062 · 0.01.
    expect(encouraged?.accuracyDifference?.n).toBe(2);
    expect(encouraged?.accuracyDifference?.mean).toBeCloseTo(-0.09, 12);
    expect(encouraged?.accuracyDifference?.sd).toBeCloseTo(0.02 / Math.SQRT2, 12);
    expect(encouraged?.accuracyDifference?.low).toBeCloseTo(-0.09 - 0.127062, 6);
    expect(encouraged?.accuracyDifference?.high).toBeCloseTo(-0.09 + 0.127062, 6);
  });

  test("pairs by seed: a seed without its control has no difference", async () => {
    const folder = makeSweep({ alphas: [0, 1], seeds: [0, 1], failed: [trialId(0, 0)] });
    const [control, encouraged] = summarize(await readSweep(folder));
    expect(control).toMatchObject({ n: 1, planned: 2 });
    expect(encouraged?.n).toBe(2);
    expect(encouraged?.accuracyDifference).toMatchObject({ n: 1, sd: null, low: null, high: null });
  });

  test("has no interval of one seed, and no difference without a control", async () => {
    const [only] = summarize(await readSweep(makeSweep({ alphas: [1], seeds: [0] })));
    expect(only).toMatchObject({
      n: 1,
      accuracy: { low: null, high: null },
      accuracyDifference: null,
      selectivityDifference: null,
    });
  });

  test("lists an alpha none of whose networks finished", async () => {
    const folder = makeSweep({ alphas: [0, 1], seeds: [0], queued: [trialId(1, 0)] });
    expect(summarize(await readSweep(folder))[1]).toMatchObject({ alpha: 1, n: 0, planned: 1, accuracy: null });
  });
});
