import { readSweep } from "@selectivity-lab/run";
import { describe, expect, test } from "vitest";
import { makeSweep, trialId } from "../../../testing/src/fixtures/sweep.js";
import { describeMissingTrials, findMissingTrials } from "../../src/table/missing-trials.js";

const describeSweep = async (folder: string) => {
  const table = await readSweep(folder);
  return describeMissingTrials(findMissingTrials(table), table.rows.length);
};

describe("describeMissingTrials", () => {
  test("counts what became of the trials that are missing", async () => {
    const gaps = { diverged: [trialId(20, 0)], failed: [trialId(20, 1)], queued: [trialId(5, 0), trialId(5, 1)] };
    expect(await describeSweep(makeSweep(gaps))).toBe("4 of 22 trials missing: 1 diverged, 1 failed, 2 not finished");
  });

  test("is null for a complete sweep", async () => {
    expect(await describeSweep(makeSweep())).toBeNull();
  });
});
