import { describe, expect, test } from "vitest";
import { makeSweep, setOutcome, trialId } from "../../../../testing/src/fixtures/sweep.js";
import { readReportData } from "../../../src/data/report-data.js";
import { drawFigure } from "../../../src/figures/contract/figure.js";
import { accuracyByAlpha } from "../../../src/figures/sweep/accuracy-by-alpha.js";
import { accuracyBySelectivity } from "../../../src/figures/sweep/accuracy-by-selectivity.js";
import { selectivityByAlpha } from "../../../src/figures/sweep/selectivity-by-alpha.js";

describe("captions", () => {
  test("take n, interval and control from the data", async () => {
    const folder = makeSweep({ alphas: [0, 1], seeds: [0, 1, 2], failed: [trialId(1, 2)] });
    for (const seed of [0, 1, 2]) setOutcome(folder, trialId(0, seed), { accuracy: 0.8 });
    expect(drawFigure(accuracyByAlpha, await readReportData(folder)).title.subtitle).toEqual([
      "One point per network: 5 networks (resnet8 on fashion-mnist; 2 alphas × 3 seeds).",
      "Ticks: mean over seeds, n = 2 to 3 networks per alpha: too few for an interval, which needs 5.",
      "Dashed: mean of the control, alpha = 0: 80.0% (n = 3). Below: each network minus the control of its own seed.",
      "Incomplete: 1 of 6 trials missing: 1 failed.",
    ]);
  });

  test("say of which alphas there is an interval, and where its spread comes from", async () => {
    const folder = makeSweep({ alphas: [0, 1], seeds: [0, 1, 2, 3, 4], failed: [trialId(1, 2)] });
    const bars = async (options = {}) =>
      drawFigure(accuracyByAlpha, await readReportData(folder, options)).title.subtitle[1];
    expect(await bars()).toBe(
      "Bars: mean and 95% t interval over seeds, n = 4 to 5 networks per alpha. Fewer than 5: no interval. Arrows: the interval extends beyond the axis.",
    );
    expect(await bars({ pooled: true })).toBe(
      "Ticks and bars: mean over seeds with pooled 95% t interval (spread of all alphas together). Arrows: the interval extends beyond the axis.",
    );
  });

  test("mention no interval with one seed, and no control where there is none", async () => {
    const data = await readReportData(makeSweep({ alphas: [-1, 1], seeds: [0] }));
    expect(drawFigure(accuracyByAlpha, data).title.subtitle).toEqual([
      "One point per network: 2 networks (resnet8 on fashion-mnist; 2 alphas × 1 seed).",
      "One seed per alpha: no interval.",
      "No control: no network with alpha = 0 has been measured.",
    ]);
    expect(drawFigure(selectivityByAlpha, data).title.subtitle.join()).not.toContain("Dashed");
  });

  test("of the scatter plot mention no zoom, and there is none, when all alphas are moderate", async () => {
    const draw = async (folder: string) => drawFigure(accuracyBySelectivity, await readReportData(folder));
    const moderate = await draw(makeSweep({ alphas: [-1, 0, 1] }));
    const full = await draw(makeSweep());
    expect("hconcat" in moderate && moderate.hconcat).toHaveLength(1);
    expect("hconcat" in full && full.hconcat).toHaveLength(2);
  });
});
