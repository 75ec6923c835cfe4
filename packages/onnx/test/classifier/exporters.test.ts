/** One small network in the forms that exporters and converters give it; truth is what PyTorch computes, by reference/exporters.py. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { OnnxClassifier } from "../../src/classifier/classifier.js";
import { readOnnxFile } from "../../src/classifier/file.js";
import type { Floats } from "../../src/session.js";
import { reference, wave } from "../support.js";

interface Truth {
  readonly scores: readonly (readonly number[])[];
  /** Unit means of each layer, in order. */
  readonly units: readonly (readonly (readonly number[])[])[];
}

const { images, cases }: { images: [number, number, number, number]; cases: Readonly<Record<string, Truth>> } =
  JSON.parse(readFileSync(reference("exporters.json"), "utf8"));
const [, ...imageShape] = images;

/** Roundings of float32; of halves, whose step is 1e-3; of eight bits, over three layers. */
const FLOAT = 1e-5;
const HALF = 2e-3;
const EIGHT_BITS = 2e-2;

function expectRows({ data, dims }: Floats, expected: readonly (readonly number[])[], tolerance: number): void {
  expect(dims).toEqual([expected.length, expected[0]?.length]);
  const size = Math.max(...expected.flat().map(Math.abs));
  for (const [i, value] of expected.flat().entries())
    expect(Math.abs((data[i] as number) - value)).toBeLessThanOrEqual(tolerance * size);
}

const toBytes = (pixels: Float32Array) => pixels.map((value) => Math.round((value + 1) * 127.5) / 255);

describe("has the layers and numbers that PyTorch has", () => {
  test.each<[string, string, number]>([
    ["classic", "float32", FLOAT],
    ["dynamo", "float32", FLOAT],
    ["sizes", "float32", FLOAT],
    ["unfolded", "float32", FLOAT],
    ["unoptimized", "float32", FLOAT],
    ["half-inside", "float32", HALF],
    ["half-scores", "float32", HALF],
    ["half", "float16", HALF],
    ["double", "float64", FLOAT],
    ["bytes", "uint8", FLOAT],
    ["quantized", "float32", EIGHT_BITS],
    ["capped", "float32", FLOAT],
    ["capped-dynamo", "float32", FLOAT],
    ["squeeze", "float32", FLOAT],
    ["squeeze-dynamo", "float32", FLOAT],
  ])("exporters-%s.onnx, which takes %s", async (name, type, tolerance) => {
    const file = readOnnxFile(reference(`exporters-${name}.onnx`));
    expect(file.images.type).toBe(type);
    const classifier = await OnnxClassifier.open(file, imageShape);
    expect(classifier.batchSize).toBe(name === "quantized" ? 1 : null);
    const pixels = wave(images, 0.013);
    const { logits, unitMeans } = await classifier.run(type === "uint8" ? toBytes(pixels) : pixels);
    await classifier.close();
    const truth = cases[name] as Truth;
    expectRows(logits, truth.scores, tolerance);
    const layers = [...unitMeans.values()];
    expect(layers).toHaveLength(truth.units.length);
    for (const [i, means] of layers.entries()) expectRows(means, truth.units[i] ?? [], tolerance);
  });
});
