import { describe, expect, test } from "vitest";
import { alphaAt } from "../../../src/trial/setup/alpha-schedule.js";

const always = { onset: 0, warmup: 0, offset: null };

describe("alphaAt", () => {
  test("is alpha at all times by default", () => {
    expect([0, 0.5, 199].map((epoch) => alphaAt(-2, always, epoch))).toEqual([-2, -2, -2]);
  });

  test("is 0 before the onset, and from the offset on", () => {
    const schedule = { onset: 2, warmup: 0, offset: 5 };
    expect([0, 1.99, 2, 4.99, 5, 9].map((epoch) => alphaAt(1, schedule, epoch))).toEqual([0, 0, 1, 1, 0, 0]);
  });

  test("rises linearly from 0 in the warm-up", () => {
    const schedule = { onset: 1, warmup: 4, offset: null };
    expect([0, 1, 2, 3, 5, 8].map((epoch) => alphaAt(8, schedule, epoch))).toEqual([0, 0, 2, 4, 8, 8]);
  });
});
