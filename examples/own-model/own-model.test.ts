import { describe, expect, test } from "vitest";
import { type Measured, turnTheKnob } from "./own-model.js";

describe("a network of one's own", () => {
  const discouraged = turnTheKnob(-0.5);
  const control = turnTheKnob(0);
  const encouraged = turnTheKnob(0.5);
  const selectivity = ({ selectivity }: Measured) => selectivity.meanSelectivity;

  // Over four seeds the means lay at least 0.03 apart, each way.
  test("becomes less selective with alpha below 0 than without the knob, and more so above", () => {
    expect(selectivity(discouraged.after)).toBeLessThan(selectivity(control.after) - 0.02);
    expect(selectivity(encouraged.after)).toBeGreaterThan(selectivity(control.after) + 0.02);
  });

  test("begins the same at every alpha", () => {
    expect(selectivity(discouraged.before)).toBe(selectivity(control.before));
    expect(selectivity(encouraged.before)).toBe(selectivity(control.before));
  });

  test("learns its task at each of these alphas", () => {
    for (const { after } of [discouraged, control, encouraged]) expect(after.accuracy).toBeGreaterThan(0.9);
  });

  test("is more selective than chance, also by split halves", () => {
    const { meanSelectivity, nullSelectivity, splitHalfSelectivity } = control.after.selectivity;
    expect(nullSelectivity).toBeLessThan(0.1);
    expect(splitHalfSelectivity).toBeGreaterThan(0.8 * meanSelectivity);
  });
});
