import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { OnnxClassifier } from "../../src/classifier/classifier.js";
import { readOnnxFile } from "../../src/classifier/file.js";
import { floats } from "../../src/model/graph-writer.js";
import { encodeModel, type GraphProto } from "../../src/model/schema.js";
import type { Floats } from "../../src/session.js";
import { cases, node, type Recorded, reference, smallFile, smallModel, wave, weights } from "../support.js";

const home = mkdtempSync(join(tmpdir(), "selectivity-onnx-"));
afterAll(() => rmSync(home, { recursive: true }));

/** A file of these bytes. */
function written(name: string, bytes: Uint8Array): string {
  const path = join(home, name);
  writeFileSync(path, bytes);
  return path;
}

function expectRows({ data, dims }: Floats, expected: readonly (readonly number[])[], tolerance: number): void {
  expect(dims).toEqual([expected.length, expected[0]?.length]);
  const size = Math.max(...expected.flat().map(Math.abs));
  for (const [i, value] of expected.flat().entries())
    expect(Math.abs((data[i] as number) - value)).toBeLessThanOrEqual(tolerance * size);
}

async function answersOf(file: string, { images: [count, ...shape] }: Recorded) {
  const classifier = await OnnxClassifier.open(readOnnxFile(file), shape);
  const answers = await classifier.run(wave([count, ...shape], 0.013));
  await classifier.close();
  return { classifier, answers };
}

describe("a classifier of others gives what ONNX Runtime for Python gives", () => {
  test.each([
    ["mobile.onnx", "mobile"],
    ["tokens.onnx", "tokens"],
    ["newest.onnx", "newest"],
    ["external.onnx", "newest"],
  ])("%s", async (name, recorded) => {
    const expected = cases[recorded] as Recorded;
    const { answers } = await answersOf(reference(name), expected);
    expectRows(answers.logits, expected.scores, 1e-5);
    expect([...answers.unitMeans.keys()]).toEqual(Object.keys(expected.units));
    for (const [layer, means] of answers.unitMeans) expectRows(means, expected.units[layer] ?? [], 1e-5);
  });

  test.each([
    ["by-hand.onnx", "by-hand", "of a Softmax in another form"],
    ["channels-last.onnx", "channels-last", "by their looks"],
  ])("%s, which gives probabilities", async (name, recorded) => {
    const expected = cases[recorded] as Recorded;
    const { classifier, answers } = await answersOf(reference(name), expected);
    expectRows(
      answers.logits,
      expected.scores.map((row) => row.map(Math.log)),
      1e-5,
    );
    expect(classifier.scores).toEqual({
      name: "output",
      kind: "probabilities",
      byLooks: name === "channels-last.onnx",
    });
    expect([...answers.unitMeans.keys()]).toEqual(Object.keys(expected.units));
    for (const [layer, means] of answers.unitMeans) expectRows(means, expected.units[layer] ?? [], 1e-5);
  });

  test("fixed.onnx: four images at once, and no more; probabilities instead of logits", async () => {
    const expected = cases.fixed as Recorded;
    const { classifier, answers } = await answersOf(reference("fixed.onnx"), expected);
    expect(classifier.batchSize).toBe(4);
    const logarithms = expected.scores.map((row) => row.map(Math.log));
    expectRows(answers.logits, logarithms, 1e-5);
    expectRows(answers.unitMeans.get("/2/Relu") as Floats, expected.units["/2/Relu"] ?? [], 1e-5);

    const three = { ...expected, images: [3, 1, 8, 8] as const } as unknown as Recorded;
    const { answers: some } = await answersOf(reference("fixed.onnx"), three);
    expectRows(some.logits, logarithms.slice(0, 3), 1e-5);
  });
});

describe("what is said of a file that cannot be used", () => {
  const shape = [1, 4, 4] as const;
  const open = async (bytes: Uint8Array, name = "bad.onnx") =>
    OnnxClassifier.open(readOnnxFile(written(name, bytes)), shape);
  const images = (dims: readonly (number | string)[]) => [floats("images", dims)];
  const typed = (elemType: number): Partial<GraphProto> => {
    const [input] = images(["N", 1, 4, 4]);
    return {
      input: [{ ...input, name: "images", type: { tensorType: { ...input?.type?.tensorType, elemType } } }],
    };
  };
  const graph = (changes: Partial<GraphProto>, opset?: number) => smallFile(changes, opset);
  const nodes = (...changed: GraphProto["node"]) => graph({ node: changed });
  const { node: plain } = smallModel().graph as GraphProto;
  const [flatten, first, , last] = plain as [(typeof plain)[0], (typeof plain)[0], unknown, (typeof plain)[0]];

  test.each<[string, Uint8Array, string, RegExp]>([
    [
      "it is cut off",
      smallFile().subarray(0, 200),
      "unreadable",
      /is cut off, damaged, or not an ONNX file \(200 bytes\)/,
    ],
    ["it is text", Buffer.from("these are no weights, but a line of text"), "unreadable", /not an ONNX file/],
    ["it is empty", new Uint8Array(), "unreadable", /contains no graph \(0 bytes\)/],
    [
      "it has two inputs",
      graph({ input: [...images(["N", 1, 4, 4]), floats("more", [1])] }),
      "no-classifier",
      /images: float32 \[\?, 1, 4, 4\], more: float32 \[1\]/,
    ],
    ["it takes rows", graph({ input: images(["N", 16]) }), "no-classifier", /got images: float32 \[\?, 16\]/],
    ["it takes whole numbers", graph(typed(7)), "unsupported-type", /got images: int64 \[\?, 1, 4, 4\]/],
    [
      "two outputs may be the scores",
      graph({ output: [floats("hidden", ["N", 5]), floats("units", ["N", 5])] }),
      "no-classifier",
      /got hidden \[\?, 5\], units \[\?, 5\]\n {2}to do: choose the output with --output, name the output .* "logits"/,
    ],
    [
      "its output is a map",
      graph({
        node: [flatten, first, node("Relu", ["images"], "logits")],
        output: [floats("logits", ["N", 1, 4, 4])],
      }),
      "no-classifier",
      /logits to be \[N, K\].* got \[2, 1, 4, 4\]/,
    ],
    [
      "it has no hidden units",
      nodes(flatten, { ...first, output: ["units"] }, last),
      "no-units",
      /has no layer of hidden units after a nonlinearity/,
    ],
    [
      "its only nonlinearity is a gate",
      nodes(
        flatten,
        first,
        { ...first, name: "h", output: ["h"] },
        node("Sigmoid", ["h"], "g"),
        node("Mul", ["hidden", "g"], "units"),
        last,
      ),
      "no-units",
      /after a nonlinearity \(g: its Sigmoid only scales another tensor\)/,
    ],
    ["its opset is too new", graph({}, 27), "unsupported", /uses opset 27 of .*; ONNX Runtime has 7 to 26/],
    ["its opset is too old", graph({}, 6), "unsupported", /uses opset 6 of .*; ONNX Runtime has 7 to 26/],
    ["it has no opset", graph({}, 0), "unsupported", /does not say which version of the standard operators/],
    [
      "its format is too new",
      encodeModel({ ...smallModel(), irVersion: 14 }),
      "unsupported",
      /is written in IR version 14; ONNX Runtime reads up to 13/,
    ],
    [
      "it is a Git LFS pointer",
      Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 102400\n"),
      "unreadable",
      /is a Git LFS pointer, not the file itself/,
    ],
    ["it is a web page", Buffer.from("<!DOCTYPE html><html>"), "unreadable", /is a web page/],
    ["it is in ONNX Runtime's format", Buffer.from("    ORTM    "), "unreadable", /own format \(\.ort\)/],
    [
      "it has an operator that there is not",
      nodes(flatten, first, node("Frobnicate", ["hidden"], "h"), node("Relu", ["h"], "units"), last),
      "unsupported",
      /cannot load it .*Frobnicate/,
    ],
    [
      "its weights do not fit",
      graph({ initializer: [weights("w1", [5, 15]), weights("w2", [3, 5])] }),
      "unsupported",
      /to do: /,
    ],
  ])("%s", async (_, bytes, code, message) => {
    const error: Error = await open(bytes).then(
      () => new Error("it was used"),
      (reason: Error) => reason,
    );
    expect(error).toMatchObject({ name: "OnnxError", code, message: expect.stringMatching(message) });
    expect(error.message.split("\n").length).toBeLessThan(4);
    expect(error.message).toContain("to do: ");
  });

  test("it is missing, or what lies beside it is", () => {
    expect(() => readOnnxFile(join(home, "nowhere.onnx"))).toThrow(/nowhere\.onnx cannot be read \(ENOENT\)/);
    const alone = written("alone.onnx", readFileSync(reference("external.onnx")));
    expect(() => readOnnxFile(alone)).toThrow(
      /keeps weights in external\.data, which cannot be read from the same folder/,
    );
  });

  test("it, or what lies beside it, is too large, or cut off", () => {
    const external = (length: string) => [
      ...[
        { key: "location", value: "large.data" },
        { key: "length", value: length },
      ],
    ];
    const initializer = [{ name: "w1", dims: [5, 16], dataType: 1, dataLocation: 1, externalData: external("320") }];
    const path = written("large.onnx", graph({ initializer }));
    written("large.data", new Uint8Array(100));
    expect(() => readOnnxFile(path)).toThrow(/in large\.data, which is cut off: w1 ends at byte 320, the file at 100/);
    truncateSync(join(home, "large.data"), 3e9); // sparse: takes no space
    expect(() => readOnnxFile(path)).toThrow(/large\.data has 3\.0 GB, and 2\.1 GB is the most/);
    truncateSync(path, 3e9);
    expect(() => readOnnxFile(path)).toThrow(/large\.onnx has 3\.0 GB/);
    rmSync(path);
    rmSync(join(home, "large.data"));
  });

  test("it names a file elsewhere", () => {
    const external = [{ key: "location", value: "../secrets" }];
    const initializer = [{ name: "w1", dims: [5, 16], dataType: 1, dataLocation: 1, externalData: external }];
    const path = written("elsewhere.onnx", graph({ initializer }));
    expect(() => readOnnxFile(path)).toThrow(
      /keeps weights in \.\.\/secrets, which cannot be read from the same folder/,
    );
  });
});

test("a layer whose units cannot be told from its positions is left out", async () => {
  const [flatten, ...rest] = (smallModel().graph as GraphProto).node;
  const squeezed = [
    node("Flatten", ["images"], "rows", { axis: 2 }),
    node("Relu", ["images"], "map"),
    node("Squeeze", ["images", "axis"], "rank3"),
    node("Relu", ["rank3"], "positions"),
    node("Transpose", ["images"], "turned", { perm: [2, 0, 1, 3] }),
    node("Tanh", ["turned"], "first"),
    node("ReduceSum", ["images"], "scalar", { keepdims: 0 }),
    node("Relu", ["scalar"], "number"),
  ];
  const axis = { name: "axis", dims: [1], dataType: 7, int64Data: [1] };
  const initializer = [...(smallModel().graph as GraphProto).initializer, axis];
  const bytes = smallFile({ node: [...squeezed, flatten as (typeof rest)[0], ...rest], initializer });
  const classifier = await OnnxClassifier.open(readOnnxFile(written("odd.onnx", bytes)), [1, 4, 4]);
  expect(classifier.leftOut).toEqual([
    { layer: "positions", why: "which of its axes holds the units is not plain" },
    { layer: "first", why: "it has no row for each image" },
    { layer: "number", why: "it has no row for each image" },
  ]);
  expect([...(await classifier.run(wave([2, 1, 4, 4]))).unitMeans.keys()]).toEqual(["map", "units"]);
  await classifier.close();
});
