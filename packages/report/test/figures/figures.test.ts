import { describe, expect, test } from "vitest";
import { makeSweep, type SweepOptions, trialId } from "../../../testing/src/fixtures/sweep.js";
import { readReportData } from "../../src/data/report-data.js";
import { drawFigure } from "../../src/figures/contract/figure.js";
import { renderSvg } from "../../src/figures/contract/render.js";
import { figures } from "../../src/figures/figures.js";
import { warningsOf } from "./warnings.js";

const STRENGTHS = [0.1, 0.2, 0.3, 0.4, 0.7, 1, 2, 5, 10, 30, 100];
const SWEEPS: Record<string, SweepOptions> = {
  complete: {},
  "with gaps": { diverged: [trialId(20, 0)], failed: [trialId(20, 1)], queued: [trialId(-20, 0)] },
  "of one seed": { seeds: [0] },
  "without a control": { alphas: [-1, 1] },
  "of a single alpha": { alphas: [1] },
  "of many networks": { alphas: [-1, 0, 1], seeds: Array.from({ length: 40 }, (_, seed) => seed) },
  "of one network": { alphas: [0], seeds: [0] },
  "of the published grid": { alphas: [0, ...STRENGTHS, ...STRENGTHS.map((strength) => -strength)] },
  "with nothing finished": {
    alphas: [0, 1],
    queued: [0, 1].flatMap((alpha) => [trialId(alpha, 0), trialId(alpha, 1)]),
  },
  "without trials": { alphas: [], seeds: [], recipe: { alpha: 0, seed: 0 } },
};

const SWEEP_FIGURES = figures.filter(({ name }) => !/robustness|corruption|attack|ablation|damage/.test(name));

describe.each(SWEEP_FIGURES)("the figure $name", (definition) => {
  const draw = async (folder: string) => drawFigure(definition, await readReportData(folder));

  test.each(Object.entries(SWEEPS))("compiles and runs without a warning for a sweep %s", async (_kind, options) => {
    const figure = await draw(makeSweep(options));
    expect(await warningsOf(figure)).toEqual([]);
  });

  test("is the same bytes each time it is drawn", async () => {
    const data = await readReportData(makeSweep());
    expect(await renderSvg(drawFigure(definition, data))).toBe(await renderSvg(drawFigure(definition, data)));
  });

  test("carries its trials and the command that redraws it", async () => {
    const folder = makeSweep({ alphas: [0, 1], seeds: [0], failed: [trialId(1, 0)] });
    expect((await draw(folder)).usermeta).toEqual({
      trials: [trialId(0, 0)],
      missing: [trialId(1, 0)],
      command: `npx selectivity report ${folder}`,
    });
  });

  test("says in the picture what it lacks", async () => {
    const figure = await draw(makeSweep({ diverged: [trialId(20, 0)], failed: [trialId(20, 1)] }));
    expect(await renderSvg(figure)).toContain("Incomplete: 2 of 22 trials missing: 1 diverged, 1 failed.");
  });

  test("says in the picture that there is nothing to show yet", async () => {
    const figure = await draw(makeSweep(SWEEPS["with nothing finished"]));
    expect(await renderSvg(figure)).toContain("No finished trial to show yet.");
  });
});
