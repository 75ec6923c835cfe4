import { findControl, readSweep, summarize } from "@selectivity-lab/run";
import { describe, expect, test } from "vitest";
import { makeSweep, setOutcome, trialId } from "../../../testing/src/fixtures/sweep.js";
import { checkExpected } from "../../src/table/expected-check.js";

async function check(accuracy: [number, number] | null, options = {}) {
  const recipe = accuracy ? { expected: { accuracy } } : {};
  const folder = makeSweep({ alphas: [0], seeds: [0], recipe, ...options });
  if (!("queued" in options)) setOutcome(folder, trialId(0, 0), { accuracy: 0.8 });
  const table = await readSweep(folder);
  return checkExpected(table, findControl(summarize(table)));
}

describe("checkExpected", () => {
  test("says whether the control lies inside what the recipe states", async () => {
    expect(await check([0.75, 0.85])).toEqual({ low: 0.75, high: 0.85, measured: 0.8, n: 1, inside: true });
    expect(await check([0.85, 0.95])).toMatchObject({ measured: 0.8, inside: false });
  });

  test("decides nothing before a control is measured, nor for a recipe that states nothing", async () => {
    expect(await check([0.75, 0.85], { queued: [trialId(0, 0)] })).toMatchObject({
      measured: null,
      n: 0,
      inside: null,
    });
    expect(await check(null)).toBeNull();
  });
});
