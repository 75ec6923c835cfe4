import { describe, expect, test } from "vitest";
import { makeSweep, setOutcome, trialId } from "../../../testing/src/fixtures/sweep.js";
import { readSweep } from "../../src/table/read-sweep.js";
import { summarize } from "../../src/table/summarize.js";

describe("summarize", () => {
  test("gives mean and paired difference of two seeds as by hand, with their values and no interval", async () => {
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
    // Differences −0.10 and −0.08: sd 0.02/√2.
    expect(encouraged?.accuracyDifference?.n).toBe(2);
    expect(encouraged?.accuracyDifference?.mean).toBeCloseTo(-0.09, 12);
    expect(encouraged?.accuracyDifference?.sd).toBeCloseTo(0.02 / Math.SQRT2, 12);
    expect(encouraged?.accuracyDifference).toMatchObject({ low: null, high: null, interval: null });
    expect(encouraged?.accuracy?.values).toEqual([0.7, 0.74]);
  });

  test("pools the spread of all alphas where it is asked to, also for two seeds", async () => {
    const folder = makeSweep({ alphas: [-1, 0, 1], seeds: [0, 1] });
    const accuracies = { "-1": [0.9, 0.96], "0": [0.8, 0.82], "1": [0.7, 0.74] };
    for (const [alpha, pair] of Object.entries(accuracies))
      for (const [seed, accuracy] of pair.entries()) setOutcome(folder, trialId(Number(alpha), seed), { accuracy });
    const [, , encouraged] = summarize(await readSweep(folder), { pooled: true });
    // Differences 0.10, 0.14 and −0.10, −0.08: variances 0.0008 and 0.0002, pooled 0.0005 with 2 degrees of freedom.
    const margin = 4.302652729911275 * Math.sqrt(0.0005 / 2);
    expect(encouraged?.accuracyDifference?.interval).toBe("pooled");
    expect(encouraged?.accuracyDifference?.low).toBeCloseTo(-0.09 - margin, 9);
    expect(encouraged?.accuracyDifference?.high).toBeCloseTo(-0.09 + margin, 9);
  });

  test("counts dead units, and gives the selectivity of those that are not", async () => {
    const folder = makeSweep({ alphas: [0], seeds: [0] });
    const layer = { name: "one", units: 4, meanSelectivity: 0.2, selectivity: [0.2, 0.6, 0, 0], deadUnits: 2 };
    setOutcome(folder, trialId(0, 0), {
      meanSelectivity: 0.2,
      liveSelectivity: 0.4,
      layers: [{ ...layer, selectedClass: [0, 1, -1, -1] }],
    });
    const [control] = summarize(await readSweep(folder));
    expect(control?.selectivity?.mean).toBe(0.2);
    expect(control?.liveSelectivity?.mean).toBe(0.4);
    expect(control?.deadUnitsFraction?.mean).toBe(0.5);
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
