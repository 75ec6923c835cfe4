/** Files as people bring them; truth is what PyTorch computes, by reference/brought.py. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { OnnxClassifier } from "../../src/classifier/classifier.js";
import { readOnnxFile } from "../../src/classifier/file.js";
import type { Floats } from "../../src/session.js";
import { reference, wave } from "../support.js";

interface Truth {
  readonly scores: readonly (readonly number[])[];
  readonly units: readonly (readonly (readonly number[])[])[];
}

const { images, cases }: { images: [number, number, number, number]; cases: Readonly<Record<string, Truth | null>> } =
  JSON.parse(readFileSync(reference("brought.json"), "utf8"));
const [, ...imageShape] = images;

/** Roundings of float32; of eight bits, whose step is 1/255 of a layer's range, over four layers. */
const FLOAT = 1e-5;
const EIGHT_BITS = 3e-2;

function expectRows({ data, dims }: Floats, expected: readonly (readonly number[])[], tolerance: number): void {
  expect(dims).toEqual([expected.length, expected[0]?.length]);
  const size = Math.max(...expected.flat().map(Math.abs));
  for (const [i, value] of expected.flat().entries())
    expect(Math.abs((data[i] as number) - value)).toBeLessThanOrEqual(tolerance * size);
}

async function open(name: string, output?: string) {
  const file = readOnnxFile(reference(`brought-${name}.onnx`), { output });
  const classifier = await OnnxClassifier.open(file, imageShape);
  try {
    return { file, classifier, ...(await classifier.run(wave(images, 0.013))) };
  } finally {
    await classifier.close();
  }
}

async function expectTruth(name: string, tolerance: number, output?: string) {
  const opened = await open(name, output);
  const truth = cases[name] as Truth;
  expectRows(opened.logits, truth.scores, tolerance);
  const layers = [...opened.unitMeans.values()];
  expect(layers.length, [...opened.unitMeans.keys()].join(", ")).toBe(truth.units.length);
  for (const [i, means] of layers.entries()) expectRows(means, truth.units[i] ?? [], tolerance);
  return opened;
}

describe("has the layers and numbers that PyTorch has", () => {
  test.each([
    "functions",
    "channels-last",
    "channels-open",
    "maps",
    "sigmoid",
    "percent",
    "control",
    "recurrent",
    "below",
    "optimized-plain",
    "optimized-residual",
    "optimized-fused",
  ])("brought-%s.onnx", async (name) => {
    await expectTruth(name, FLOAT);
  });

  test.each(["qdq", "qdq-signed", "qdq-optimized", "qdq-layout", "qoperator"])(
    "brought-%s.onnx, of eight bits",
    async (name) => {
      await expectTruth(name, EIGHT_BITS);
    },
  );

  test("brought-heads.onnx, of the output that is named; what belongs to the other is left out", async () => {
    const { classifier, file } = await expectTruth("heads", FLOAT, "scores");
    expect(classifier.leftOut).toEqual([{ layer: "/Tanh", why: "the scores, scores, do not depend on it" }]);
    expect(file.notes).toEqual(["scores is taken for the scores; the other outputs are aux"]);
  });
});

describe("says what is taken for granted", () => {
  test.each([
    ["channels-last", /^input takes images with channels last, \[N, H, W, C\]$/],
    ["channels-open", /^input takes images with channels last/],
    ["sigmoid", /is a probability for each class by itself \(Sigmoid\): accuracy is by the largest/],
  ])("brought-%s.onnx", async (name, note) => {
    expect((await open(name)).file.notes).toEqual([expect.stringMatching(note)]);
  });

  test.each([
    ["control", ["/Relu_1", "/Tanh", "/Relu_2"], /^it runs inside of (If \/If|Loop \/Loop), whose layers cannot be/],
    ["recurrent", ["/rnn/LSTM"], /^the nonlinearities inside of LSTM have no outputs$/],
  ])("brought-%s.onnx has layers that cannot be opened", async (name, layers, why) => {
    const { leftOut } = (await open(name)).classifier;
    expect(leftOut.map(({ layer }) => layer)).toEqual(layers);
    for (const one of leftOut) expect(one.why).toMatch(why);
  });
});

describe("refuses, by name", () => {
  test.each<[string, string, RegExp]>([
    [
      "nan-weight",
      "not-finite",
      /layer \/Relu_2 is NaN \(unit 3, of 5\); earlier .*with such numbers: hidden\.weight\n/,
    ],
    [
      "nan-activation",
      "not-finite",
      /layer \/Relu_1 is NaN \(\d units, the first of them \d, of 8\); earlier .*finite\n/,
    ],
    [
      "training-norm",
      "training-mode",
      /BatchNormalization \/norm2\/\S+: batch norm in training mode normalizes by the/,
    ],
    ["training-dropout", "training-mode", /Dropout \/Dropout: dropout in training mode/],
    ["noise", "random", /RandomNormalLike draws random numbers/],
    ["mixing", "training-mode", /the scores of an image change when the other images of its batch do/],
    ["negated", "no-classifier", /its output \S+ is a negative log probability/],
    ["class-numbers", "no-classifier", /: int64 \[.*\] holds the numbers of classes/],
    [
      "one-machine",
      "unsupported",
      /layout of one machine's processor \(com\.microsoft\.nchwc\)\n.*ORT_ENABLE_EXTENDED/,
    ],
    ["custom", "unsupported", /org\.example:Frob.* is not a registered function\/op/],
    ["brain-float", "unsupported-type", /got input: bfloat16 \[\?, 3, 10, 9\]/],
  ])("brought-%s.onnx", async (name, code, message) => {
    expect(cases[name]).toBeNull();
    await expect(open(name)).rejects.toMatchObject({
      ...{ name: "OnnxError", code, message: expect.stringMatching(message) },
    });
  });

  test("several outputs, with their sizes and the option that chooses", async () => {
    await expect(open("heads")).rejects.toThrow(/got scores \[.*4\], aux \[.*4\]\n.*--output/);
    await expect(open("heads", "score")).rejects.toThrow(/has no output score; its outputs are scores, aux/);
  });
});
