import { describe, expect, test } from "vitest";
import { shareInterval } from "../../src/intervals/share-interval.js";

describe("shareInterval", () => {
  test("is the t interval of the logit, taken back", () => {
    // logit(0.9) = 2.197225, standard error 0.02 / 0.09, t(0.975, 4) = 2.776445
    const margin = (2.7764451051977987 * 0.02) / 0.09;
    const back = (logit: number) => 1 / (1 + Math.exp(-logit));
    const found = shareInterval({ mean: 0.9, standardError: 0.02, degreesOfFreedom: 4 });
    expect(found?.low).toBeCloseTo(back(Math.log(9) - margin), 12);
    expect(found?.high).toBeCloseTo(back(Math.log(9) + margin), 12);
  });

  test("of 1 − mean is the mirror image", () => {
    const [own, other] = [0.1, 0.9].map((mean) => shareInterval({ mean, standardError: 0.02, degreesOfFreedom: 4 }));
    expect(own?.low).toBeCloseTo(1 - (other?.high as number), 12);
  });

  test.each([0, 1, 1.2, -0.1])("does not exist for a mean of %d", (mean) => {
    expect(shareInterval({ mean, standardError: 0.02, degreesOfFreedom: 4 })).toBeNull();
  });
});
