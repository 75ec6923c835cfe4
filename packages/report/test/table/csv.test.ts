import { readSweep } from "@selectivity-lab/run";
import { describe, expect, test } from "vitest";
import { makeSweep, setOutcome, trialId } from "../../../testing/src/fixtures/sweep.js";
import { formatTrialsCsv } from "../../src/table/csv.js";

const layer = (name: string, meanSelectivity: number, deadUnits: number) => ({
  name,
  units: 4,
  meanSelectivity,
  selectivity: [],
  selectedClass: [],
  deadUnits,
});

describe("formatTrialsCsv", () => {
  test("has one row per trial, with one column per layer, and empty cells where there is no result", async () => {
    const folder = makeSweep({ alphas: [-0.5], seeds: [0, 1], failed: [trialId(-0.5, 1)] });
    const layers = [layer("relu", 0.1, 1), layer('layer1,"a"', 0.3, 2)];
    const outcome = {
      accuracy: 0.75,
      loss: 0.5,
      meanSelectivity: 0.2,
      nullSelectivity: 0.02,
      splitHalfSelectivity: 0.19,
      layers,
    };
    setOutcome(folder, trialId(-0.5, 0), outcome);
    expect(formatTrialsCsv(await readSweep(folder))).toBe(
      [
        'alpha,seed,id,state,accuracy,loss,meanSelectivity,nullSelectivity,splitHalfSelectivity,deadUnitsFraction,selectivity/relu,"selectivity/layer1,""a""",bestEpoch,seconds,trial,parameters,liveSelectivity,epochs,attempts,cause',
        `-0.5,0,${trialId(-0.5, 0)},done,0.75,0.5,0.2,0.02,0.19,0.375,0.1,0.3,2,9.4,${trialId(-0.5, 0)},19706,,3,1,`,
        `-0.5,1,${trialId(-0.5, 1)},failed,,,,,,,,,,,${trialId(-0.5, 1)},,,0,1,worker killed: out of memory`,
        "",
      ].join("\n"),
    );
  });
});
