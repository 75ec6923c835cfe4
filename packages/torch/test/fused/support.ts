import { createHash } from "node:crypto";
import { expect } from "vitest";
import type { Tensor } from "../../src/tensor/tensor.js";

/** The largest difference of two tensors, in units of the largest value expected. */
export function relativeError(actual: Tensor, expected: Tensor): number {
  expect(actual.shape).toEqual(expected.shape);
  const [came, wanted] = [actual.toTypedArray(), expected.toTypedArray()];
  let [difference, scale] = [0, 0];
  for (let i = 0; i < wanted.length; i++) {
    difference = Math.max(difference, Math.abs(Number(came[i]) - Number(wanted[i])));
    scale = Math.max(scale, Math.abs(Number(wanted[i])));
  }
  return difference / (scale || 1);
}

/** Fails with the name of the quantity, so that a table of them can be compared in one test. */
export function expectEach(actual: Record<string, Tensor>, expected: Record<string, Tensor>, tolerance: number): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  const errors = Object.entries(actual).map(([name, value]) => [name, relativeError(value, expected[name] as Tensor)]);
  expect(errors.filter(([, error]) => !((error as number) <= tolerance))).toEqual([]);
}

/** Stands for all bits of a tensor. */
export function fingerprint(tensor: Tensor): string {
  return createHash("sha256").update(tensor.toBytes()).digest("hex");
}
