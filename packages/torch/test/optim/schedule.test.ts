import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { learningRateAt, type Schedule } from "../../src/optim/schedule.js";
import reference from "../reference/schedules.json" with { type: "json" };

const warmup = { epochs: 2, startFactor: 0.1 };
const steps = { name: "steps", milestones: [3, 5], factor: 0.2 } as const;

const schedules: Record<keyof typeof reference.rates, Schedule> = {
  constant: { name: "constant" },
  steps,
  cosine: { name: "cosine" },
  "one-cycle": { name: "one-cycle" },
  "constant after warm-up": { name: "constant", warmup },
  "steps after warm-up": { ...steps, warmup },
  "cosine after warm-up": { name: "cosine", warmup },
};

const anySchedule: fc.Arbitrary<Schedule> = fc.constantFrom(...Object.values(schedules));

function ratesOf(schedule: Schedule, run: typeof reference.run): number[] {
  return Array.from({ length: run.epochs * run.stepsPerEpoch }, (_, step) =>
    learningRateAt(schedule, { ...run, step }),
  );
}

describe("learningRateAt", () => {
  test("is half the base in the middle of a cosine", () => {
    expect(learningRateAt({ name: "cosine" }, { step: 50, stepsPerEpoch: 10, epochs: 10, base: 0.1 })).toBeCloseTo(
      0.05,
      12,
    );
  });

  test.each(Object.entries(schedules))("gives PyTorch's rate at every step: %s", (name, schedule) => {
    const expected = reference.rates[name as keyof typeof reference.rates];
    const found = ratesOf(schedule, reference.run);
    // PyTorch multiplies rate by rate where we have a closed form: its float64 roundings add up over 42 steps.
    for (const [step, rate] of expected.entries()) expect(found[step], `step ${step}`).toBeCloseTo(rate, 12);
    expect(found).toHaveLength(expected.length);
  });

  test("warms up to the first rate of a one-cycle", () => {
    const rates = ratesOf({ name: "one-cycle", warmup }, reference.run);
    expect(rates[0]).toBeCloseTo(0.1 / 25 / 10, 12);
    expect(rates[14]).toBeCloseTo(0.1 / 25, 12);
    expect(rates.at(-1)).toBeCloseTo(0.1 / 25 / 1e4, 12);
  });

  test("is finite, not negative and never above the base, however short the run", () => {
    const run = fc.record({ stepsPerEpoch: fc.integer({ min: 1, max: 5 }), epochs: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(anySchedule, run, (schedule, run) => {
        for (const rate of ratesOf(schedule, { base: 0.1, ...run })) {
          expect(rate).toBeGreaterThanOrEqual(0);
          expect(rate).toBeLessThanOrEqual(0.1 + 1e-12);
        }
      }),
    );
  });

  test.each([-1, 42, Number.NaN])("refuses step %d of a run of 42", (step) => {
    expect(() => learningRateAt({ name: "constant" }, { ...reference.run, step })).toThrow(RangeError);
  });
});
