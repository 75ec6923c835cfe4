import { join } from "node:path";
import { readSafetensors, type Tensor } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { corrupt } from "../../src/corruptions/corrupt.js";
import { corruptionNames } from "../../src/corruptions/corruptions.js";

const { tensors } = readSafetensors(join(import.meta.dirname, "../reference/corruptions.safetensors"));
const SETTINGS = [
  [32, 2],
  [32, 5],
  [64, 5],
] as const;
const compared = corruptionNames.filter((name) => name !== "frost_proc"); // has no original

async function levelsApart(name: string, side: number, severity: number): Promise<number[]> {
  const image = tensors.get(`image-${side}`) as Tensor;
  const expected = (tensors.get(`${name}-${side}-${severity}`) as Tensor).toTypedArray() as Uint8Array;
  const options = { corruption: name, severity, seed: 7, indices: Int32Array.of(3) };
  const ours = (await corrupt(image.unsqueeze(0), options)).toTypedArray() as Uint8Array;
  return Array.from(ours, (value, i) => Math.abs(value - (expected[i] as number)));
}

const share = (values: readonly number[], holds: (value: number) => boolean) =>
  values.filter(holds).length / values.length;

describe.each(compared.filter((name) => name !== "jpeg_compression"))("%s", (name) => {
  test.each(SETTINGS)("of %i pixels at severity %i is what NumPy and its like make of it", async (side, severity) => {
    const apart = await levelsApart(name, side, severity);
    expect(share(apart, (levels) => levels > 1)).toBe(0);
    // truncation makes a level of the last bit where a value is a whole level but for rounding: in flat areas under a blur,
    // and where a fifth of white (51 levels) is added
    expect(share(apart, (levels) => levels > 0)).toBeLessThan(0.06);
  });
});

test.each(SETTINGS)(
  "jpeg_compression of %i pixels at severity %i is what Pillow makes of it",
  async (side, severity) => {
    const apart = await levelsApart("jpeg_compression", side, severity);
    expect(Math.max(...apart)).toBe(0);
  },
);
