import { Tensor } from "@selectivity-lab/torch";
import { expect } from "vitest";

type Numbers = Tensor | ArrayLike<number>;

/** How far numbers may be apart: |actual − expected| ≤ atol + rtol · |expected|. */
export interface Tolerance {
  readonly rtol?: number;
  readonly atol?: number;
}

/** Expects the same count of numbers, each within the tolerance; NaN is close to NaN alone. Names the worst. */
export function expectClose(actual: Numbers, expected: Numbers, { rtol = 0, atol = 0 }: Tolerance): void {
  const came = numbers(actual);
  const wanted = numbers(expected);
  expect(came.length).toBe(wanted.length);
  const excess = came.map((value, i) => {
    const target = wanted[i] as number;
    if (Object.is(value, target)) return -1;
    return Math.abs(value - target) - (atol + rtol * Math.abs(target));
  });
  const worst = excess.reduce((w, value, i) => (value <= (excess[w] as number) ? w : i), 0);
  const isClose = excess.every((value) => value <= 0);
  expect(isClose, `worst at ${worst}: ${came[worst]}, not ${wanted[worst]} (rtol ${rtol}, atol ${atol})`).toBe(true);
}

/** The values, row by row. */
export function numbers(values: Numbers): number[] {
  return Array.from((values instanceof Tensor ? values.toTypedArray() : values) as ArrayLike<number>, Number);
}
