import { readSweep } from "@selectivity-lab/run";
import { describe, expect, test } from "vitest";
import { makeSweep, setOutcome, trialId } from "../../../testing/src/fixtures/sweep.js";
import { accuracyByAlpha } from "../../src/figures/sweep/accuracy-by-alpha.js";
import { accuracyBySelectivity } from "../../src/figures/sweep/accuracy-by-selectivity.js";
import { selectivityByAlpha } from "../../src/figures/sweep/selectivity-by-alpha.js";

describe("captions", () => {
  test("take n, interval and control from the data", async () => {
    const folder = makeSweep({ alphas: [0, 1], seeds: [0, 1, 2], failed: [trialId(1, 2)] });
    for (const seed of [0, 1, 2]) setOutcome(folder, trialId(0, seed), { accuracy: 0.8 });
    expect(accuracyByAlpha(await readSweep(folder)).title.subtitle).toEqual([
      "One point a network: 5 networks (resnet8 on fashion-mnist; 2 alphas × 3 seeds).",
      "Bars: mean and 95 % t interval over seeds, n = 2 to 3 networks an alpha; an arrow: it goes on beyond the axis.",
      "Dashed: mean of the control, alpha = 0: 80.0 % (n = 3). Below: each network minus the control of its own seed.",
      "Incomplete: 1 of 6 trials missing: 1 failed.",
    ]);
  });

  test("promise no interval of one seed and no control where there is none", async () => {
    const table = await readSweep(makeSweep({ alphas: [-1, 1], seeds: [0] }));
    expect(accuracyByAlpha(table).title.subtitle).toEqual([
      "One point a network: 2 networks (resnet8 on fashion-mnist; 2 alphas × 1 seed).",
      "One seed an alpha: no interval.",
      "No control: no network of alpha = 0 is measured.",
    ]);
    expect(selectivityByAlpha(table).title.subtitle.join()).not.toContain("Dashed");
  });

  test("of the scatter say nothing of a zoom, and there is none, when all alphas are moderate", async () => {
    const moderate = accuracyBySelectivity(await readSweep(makeSweep({ alphas: [-1, 0, 1] })));
    const full = accuracyBySelectivity(await readSweep(makeSweep()));
    expect("hconcat" in moderate && moderate.hconcat).toHaveLength(1);
    expect("hconcat" in full && full.hconcat).toHaveLength(2);
  });
});
