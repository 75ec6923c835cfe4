import { readHistory } from "@selectivity-lab/run";
import { describe, expect, test } from "vitest";
import { makeSweep } from "../../../../testing/src/fixtures/sweep.js";
import { readReportData } from "../../../src/data/report-data.js";
import { drawFigure } from "../../../src/figures/contract/figure.js";
import { trainingCurves } from "../../../src/figures/sweep/training-curves.js";

import { ALPHAS, drawExample, near, readValues, SEEDS } from "../example.js";

const seeds = (count: number) => Array.from({ length: count }, (_, seed) => seed);
const drawn = async (count: number) =>
  drawFigure(trainingCurves, await readReportData(makeSweep({ alphas: [0, 1], seeds: seeds(count) })));
const points = (figure: Awaited<ReturnType<typeof drawn>>) => {
  const [panel] = "hconcat" in figure ? figure.hconcat : figure.vconcat;
  return panel?.data && "values" in panel.data ? (panel.data.values as object[]) : [];
};

describe("training curves", () => {
  test("plot what every network wrote down, epoch by epoch, without losses that are not numbers", async () => {
    const [accuracy, loss, selectivity] = await drawExample(trainingCurves);
    const networks = ALPHAS.flatMap((alpha) => SEEDS.map((seed) => ({ alpha, seed })));
    expect(readValues(accuracy ?? {}, "alpha", "seed", "epoch", "value")).toEqual(
      networks.flatMap(({ alpha, seed }) => [
        [alpha, seed, 1, near(0.5 + alpha / 10)],
        [alpha, seed, 2, near(0.75 + alpha / 10)],
      ]),
    );
    const losses = readValues(loss ?? {}, "alpha", "seed", "epoch", "value");
    expect(losses).toHaveLength(2 * 9 - 1);
    expect(losses.slice(-3)).toEqual([
      [1, 1, 1, 2],
      [1, 1, 2, 1],
      [1, 2, 1, 2],
    ]);
    expect(readValues(selectivity ?? {}, "value")).toEqual(Array.from({ length: 18 }, () => [0.25]));
  });

  test("have a point for every epoch of every network", async () => {
    const figure = await drawn(50);
    expect(points(figure)).toHaveLength(2 * 50 * 3);
    expect(figure.title.subtitle[0]).toContain("One line per network");
  });

  test("of more than a hundred networks have one for every epoch of an alpha: the mean, with its t interval", async () => {
    const figure = await drawn(51);
    const values = points(figure) as {
      alpha: number;
      epoch: number;
      n: number;
      mean: number;
      low: number;
      high: number;
    }[];
    expect(values).toHaveLength(2 * 3);
    expect(figure.title.subtitle[0]).toContain(
      "One line per alpha: the mean over its networks, with the 95% t interval",
    );
    const { rows } = await readHistory(makeSweep({ alphas: [0, 1], seeds: seeds(51) }));
    const own = rows.filter(({ alpha }) => alpha === 1).map(({ curve }) => curve[2]?.["val/accuracy"] ?? 0);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const sd = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (own.length - 1));
    const margin = (2.008559 * sd) / Math.sqrt(own.length); // t of 50 degrees of freedom, from a table
    const last = values.find(({ alpha, epoch }) => alpha === 1 && epoch === 2);
    expect(last).toMatchObject({ n: 51 });
    expect(last?.mean).toBeCloseTo(mean, 12);
    const onLogits = (sign: 1 | -1) =>
      1 / (1 + Math.exp(-(Math.log(mean / (1 - mean)) + (sign * margin) / (mean * (1 - mean)))));
    expect(last?.low).toBeCloseTo(onLogits(-1), 8);
    expect(last?.high).toBeCloseTo(onLogits(1), 8);
  });
});
