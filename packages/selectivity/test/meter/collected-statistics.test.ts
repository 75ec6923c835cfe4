import { tensor } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { CollectedStatistics } from "../../src/meter/collected-statistics.js";
import type { PerLabelling } from "../../src/meter/labellings.js";
import { classMeansStatistic } from "../../src/responses/class-means-statistic.js";
import { LEFT_OUT } from "../../src/responses/labels.js";
import type { LabelledImages } from "../../src/responses/response-statistic.js";

const truth = Int32Array.of(0, 1);
const half = Int32Array.of(0, LEFT_OUT);
const labellings: PerLabelling<Int32Array> = [truth, half, half];
const layers = [{ name: "relu", start: 0, units: 1 }];

describe("CollectedStatistics", () => {
  test("collects a statistic once, however often it is named", () => {
    const asked: LabelledImages[] = [];
    const counting = {
      ...classMeansStatistic,
      collect: (images: LabelledImages) => {
        asked.push(images);
        return classMeansStatistic.collect(images);
      },
    };
    new CollectedStatistics(layers, { statistics: [counting, counting], labellings, classes: 2, shift: false });
    expect(asked).toEqual([{ labellings, classes: 2, units: 1 }]);
  });

  test.each([
    { shift: true, means: [[0], [5]] },
    { shift: false, means: [[-2], [3]] },
  ])("raises units by their lowest response over all batches only if shift is $shift", ({ shift, means }) => {
    const collected = new CollectedStatistics(layers, {
      statistics: [classMeansStatistic],
      labellings,
      classes: 2,
      shift,
    });
    collected.add(0, tensor([[-2]]));
    collected.add(1, tensor([[3]]));
    expect(collected.results(classMeansStatistic)[0].means.toArray()).toEqual(means);
  });
});
