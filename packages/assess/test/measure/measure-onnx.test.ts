import { join } from "node:path";
import type { Measurement } from "@selectivity-lab/run";
import { liveTensors, tensor, writeSafetensors, zeros } from "@selectivity-lab/torch";
import { beforeAll, describe, expect, test } from "vitest";
import { floats } from "../../../onnx/src/model/graph-writer.js";
import type { GraphProto, NodeProto } from "../../../onnx/src/model/schema.js";
import { node, number, wave, weights } from "../../../onnx/test/support.js";
import { measurementSchema } from "../../../run/src/records/measurement.js";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeNetwork } from "../../../testing/src/networks.js";
import { perceptronNodes, writePerceptron } from "../../../testing/src/perceptron.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { exportNetwork } from "../../src/export/export.js";
import { measure } from "../../src/measure/measure.js";
import type { MeasureOptions } from "../../src/measure/measure-options.js";

const home = temporaryFolder();
const at = (name: string) => join(home, name);
const dataDirs = [at("data")];
const data = "fashion-mnist";
const ours = at("ours.onnx");

beforeAll(async () => {
  writeTinyImages(at("data"), { test: 130 });
  writeNetwork(at("ours.safetensors"), { model: "resnet8", options: { width: 2 }, inputShape: [1, 28, 28] });
  await exportNetwork(at("ours.safetensors"), { to: "onnx", out: ours });
});

/** Numbers of float32, computed in another order. */
function expectClose(measured: Measurement, expected: Measurement): void {
  const { layers, ...rest } = measured;
  const { layers: expectedLayers, ...expectedRest } = expected;
  for (const [key, value] of Object.entries(expectedRest))
    if (typeof value === "number")
      expect(Math.abs((rest[key as keyof typeof rest] as number) - value), key).toBeLessThan(1e-5);
  const outline = ({ name, units, deadUnits, selectedClass }: Measurement["layers"][number]) => ({
    ...{ name, units, deadUnits, selectedClass },
  });
  expect(layers.map(outline)).toEqual(expectedLayers.map(outline));
  for (const [i, { name, selectivity }] of expectedLayers.entries())
    for (const [unit, value] of selectivity.entries())
      expect(Math.abs((layers[i]?.selectivity[unit] as number) - value), `${name} ${unit}`).toBeLessThan(1e-5);
}

test("an ONNX file has the other measures that its network has", async () => {
  const options = { dataDirs, measures: "all" as const };
  const [file, network] = [await measure(ours, options), await measure(at("ours.safetensors"), { ...options, data })];
  for (const name of ["sparseness", "hoyer", "dprime", "monosemanticity", "auc"]) {
    const [found, expected] = [file, network].map(({ measures }) => measures?.[name]?.mean as number);
    expect(Math.abs((found as number) - (expected as number)), name).toBeLessThan(1e-4); // numbers of float32, computed in another order
  }
});

/** How images are normalized where nobody said: a line of every such measurement. */
const NORMALIZED =
  "images are scaled to 0..1 and normalized by the mean 0.286 and standard deviation 0.353 of fashion-mnist; --mean and --std choose otherwise";

const perceptron = (name: string, batch: number | "N" = "N", changes: Partial<GraphProto> = {}) =>
  writePerceptron(at(name), changes, batch);

describe("measure of an ONNX file", () => {
  test("of ours finds what it finds in the checkpoint, layer by layer and unit by unit", async () => {
    const measured = await measure(ours, { dataDirs });
    expect(measurementSchema.parse(measured)).toEqual(measured);
    expectClose(measured, await measure(at("ours.safetensors"), { dataDirs }));
  });

  test("of ours with units open finds the same", async () => {
    await exportNetwork(at("ours.safetensors"), { to: "onnx", out: at("units.onnx"), units: true });
    expectClose(await measure(at("units.onnx"), { dataDirs }), await measure(ours, { dataDirs }));
  });

  test("of others finds what it finds in the same weights here, and normalises as it is told", async () => {
    const theirs = perceptron("theirs.onnx");
    const of = (shape: readonly number[]) => tensor(wave(shape), { shape });
    const state = {
      "fc1.weight": of([5, 784]),
      "fc1.bias": zeros([5]),
      "fc.weight": of([10, 5]),
      "fc.bias": zeros([10]),
    };
    writeSafetensors(at("theirs.safetensors"), new Map(Object.entries(state)));
    const description = { model: "mlp", modelOptions: { widths: [5] }, data, dataDirs };
    const rename = (measured: Measurement) => ({
      ...measured,
      layers: measured.layers.map((layer) => ({ ...layer, name: "units" })),
    });
    for (const normalisation of [{}, { mean: [0.2], std: [0.7] }, { mean: [0], std: [1] }])
      expectClose(
        await measure(theirs, { data, dataDirs, ...normalisation }),
        rename(await measure(at("theirs.safetensors"), { ...description, ...normalisation })),
      );
  });

  test("runs a file with a fixed batch at that size, the last images too", async () => {
    const open = await measure(perceptron("open.onnx"), { data, dataDirs });
    for (const batch of [1, 7, 130, 200])
      expectClose(await measure(perceptron("fixed.onnx", batch), { data, dataDirs }), open);
  });

  test("says which layers it leaves out, and why, in the document too", async () => {
    const said: string[] = [];
    const gate = [node("Sigmoid", ["hidden"], "gate"), node("Mul", ["units", "gate"], "scaled")];
    const nodes = [...perceptronNodes().slice(0, 3), ...gate, node("Gemm", ["scaled", "w2"], "logits", { transB: 1 })];
    const file = perceptron("gated.onnx", "N", { node: nodes });
    const measured = await measure(file, { data, dataDirs, notify: (line) => said.push(line) });
    expect(measured.layers.map(({ name }) => name)).toEqual(["units"]);
    expect(measured.leftOut).toEqual([{ name: "gate", why: "its Sigmoid only scales another tensor" }]);
    expect(said).toEqual([`note: ${NORMALIZED}`, "gate is left out: its Sigmoid only scales another tensor"]);
    expect(measured.notes).toEqual([NORMALIZED]);
    expect((await measure(ours, { dataDirs })).leftOut).toEqual([]);
  });

  test("is recognized by its ending in whatever case", async () => {
    for (const name of ["upper.ONNX", "mixed.Onnx"])
      expect((await measure(perceptron(name), { data, dataDirs })).layers).toHaveLength(1);
    await expect(measure(perceptron("upper.ONNX"), { data, dataDirs, model: "resnet8" })).rejects.toThrow(/is an ONNX/);
  });

  test("takes images with channels last", async () => {
    const plain = await measure(perceptron("first.onnx"), { data, dataDirs });
    const last = perceptron("last.onnx", "N", { input: [floats("images", ["N", 28, 28, 1])] });
    const measured = await measure(last, { data, dataDirs });
    expectClose(measured, plain);
    expect(measured.notes).toEqual(["images takes images with channels last, [N, H, W, C]", NORMALIZED]);
  });

  test("that normalizes images itself gets them as it expects them", async () => {
    const scaled = (name: string, ...scaling: [string, string, number][]) => {
      const first = scaling.map(([op, by], i) => node(op, [i === 0 ? "images" : `s${i - 1}`, by], `s${i}`));
      const numbers = scaling.map(([, by, value]) => number(by, value));
      const flatten = node("Flatten", [`s${scaling.length - 1}`], "flat");
      const { initializer } = { initializer: [weights("w1", [5, 784]), weights("w2", [10, 5]), ...numbers] };
      return perceptron(name, "N", { node: [...first, flatten, ...perceptronNodes().slice(1)], initializer });
    };
    const expected = await measure(perceptron("plain.onnx"), { data, dataDirs, mean: [0.25], std: [0.5] });
    const unit = await measure(scaled("unit.onnx", ["Sub", "a", 0.25], ["Div", "b", 0.5]), { data, dataDirs });
    expectClose(unit, expected);
    expect(unit.notes).toEqual([
      expect.stringMatching(/unit\.onnx normalizes images itself: it gets pixels from 0 to 1;/),
    ]);
    const bytes = scaled("bytes.onnx", ["Div", "c", 255], ["Sub", "a", 0.25], ["Div", "b", 0.5]);
    const measured = await measure(bytes, { data, dataDirs });
    expectClose(measured, expected);
    expect(measured.notes).toEqual([expect.stringMatching(/it gets pixels from 0 to 255; --mean and --std choose/)]);
    const chosen = await measure(bytes, { data, dataDirs, mean: [0], std: [1 / 255] });
    expectClose(chosen, expected);
    expect(chosen.notes).toBeUndefined();
  });

  test("says of a class that is impossible that the cross entropy is infinite", async () => {
    const initializer = [
      ...[weights("w1", [5, 784]), weights("w2", [10, 5])],
      weights("mask", [10], new Float32Array(10).fill(Number.NEGATIVE_INFINITY, 9)),
    ];
    const nodes = perceptronNodes(undefined, node("Add", ["scores", "mask"], "logits"));
    const measured = await measure(perceptron("masked.onnx", "N", { node: nodes, initializer }), { data, dataDirs });
    expect(measured.loss).toBe(Number.POSITIVE_INFINITY);
    expect(measured.notes).toEqual([NORMALIZED, expect.stringMatching(/^logits has scores of −∞: the cross entropy/)]);
  });

  test("of several outputs takes the one that is named", async () => {
    const two = [floats("logits", ["N", 10]), floats("other", ["N", 10])];
    const more = [...perceptronNodes(), node("Gemm", ["units", "w2"], "other", { transB: 1 })];
    const file = perceptron("two.onnx", "N", { node: more, output: two });
    expectClose(await measure(file, { data, dataDirs }), await measure(perceptron("x.onnx"), { data, dataDirs }));
    expect((await measure(file, { data, dataDirs, output: "other" })).accuracy).toBeDefined();
    await expect(measure(at("ours.safetensors"), { dataDirs, output: "other" })).rejects.toThrow(/--output other/);
  });

  test("says in one line which layers it leaves out for one reason", async () => {
    const said: string[] = [];
    const more = ["a", "b", "c"].map((name) => node("Relu", ["units"], name));
    const { leftOut } = await measure(perceptron("again.onnx", "N", { node: [...perceptronNodes(), ...more] }), {
      ...{ data, dataDirs, notify: (line) => said.push(line) },
    });
    expect(leftOut?.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(said).toEqual([
      `note: ${NORMALIZED}`,
      "a and 2 more are left out: what goes in is never negative already, and counts where it is made",
    ]);
  });

  test.each<[string, NodeProto[], string[]]>([
    ["a Softmax", [node("Softmax", ["scores"], "logits")], []],
    ["a Softmax in another form", [node("Softmax", ["scores"], "p"), node("Identity", ["p"], "logits")], []],
    ["a LogSoftmax", [node("LogSoftmax", ["scores"], "logits")], []],
    [
      "a softmax written out",
      [
        node("Exp", ["scores"], "e"),
        node("ReduceL1", ["e"], "sum", { axes: [1] }),
        node("Div", ["e", "sum"], "logits"),
      ],
      [
        "logits is taken for probabilities, not logits: no Softmax makes it, but its rows are all ≥ 0 and sum to 1, or to 100",
      ],
    ],
  ])("finds the same of a file that ends in %s", async (name, end, expected) => {
    const said: string[] = [];
    const scale = {
      initializer: [
        weights("w1", [5, 784]),
        weights(
          "w2",
          [10, 5],
          wave([10, 5]).map((w) => w / 50),
        ),
      ],
    };
    const plain = await measure(perceptron("plain.onnx", "N", scale), { data, dataDirs });
    const file = perceptron(`${name}.onnx`, "N", { ...scale, node: perceptronNodes(undefined, ...end) });
    expectClose(await measure(file, { data, dataDirs, notify: (line) => said.push(line) }), plain);
    expect(said).toEqual([NORMALIZED, ...expected].map((line) => `note: ${line}`));
  });

  test("tells how many images are done", async () => {
    const told: number[][] = [];
    await measure(perceptron("fixed.onnx", 50), { data, dataDirs, onImages: (...step) => told.push(step) });
    await measure(at("ours.safetensors"), { dataDirs, onImages: (...step) => told.push(step) });
    expect(told).toEqual([
      ...[
        [50, 130],
        [100, 130],
        [130, 130],
      ],
      ...[
        [100, 130],
        [130, 130],
      ],
    ]);
  });

  test("holds no tensor more afterwards, whether it went well or not", async () => {
    const before = liveTensors();
    await measure(ours, { dataDirs });
    await measure(ours, { dataDirs, mean: [0] }).catch(() => {});
    await measure(perceptron("three.onnx", "N", threeClasses), { data, dataDirs }).catch(() => {});
    expect(liveTensors()).toBe(before);
  });
});

const threeClasses = {
  initializer: [weights("w1", [5, 784]), weights("w2", [3, 5])],
  output: [floats("logits", ["N", 3])],
};

describe("what is said of an ONNX file that cannot be measured", () => {
  const input = (dims: readonly (number | string)[]) => ({ input: [floats("images", dims)] });
  test.each<[string, () => string, MeasureOptions, RegExp]>([
    ["it is missing", () => at("nowhere.onnx"), { data }, /nowhere\.onnx cannot be read \(ENOENT\)/],
    [
      "no data set is named",
      () => perceptron("x.onnx"),
      {},
      /does not say which data set it was made for\n {2}to do: .*--data/,
    ],
    [
      "its images are others",
      () => perceptron("x.onnx", "N", input(["N", 3, 32, 32])),
      { data },
      /takes color images of 3 × 32 × 32, but fashion-mnist has gray images of 1 × 28 × 28\n {2}to do: measure it on images with as many channels/,
    ],
    [
      "its classes are others",
      () => perceptron("x.onnx", "N", threeClasses),
      { data },
      /has 3 output classes, but fashion-mnist has 10/,
    ],
    [
      "a mean for three channels",
      () => perceptron("x.onnx"),
      { data, mean: [0, 0, 0] },
      /--mean: expected 1 number, one per channel, got 3/,
    ],
    ["a mean for a file that normalises", () => ours, { mean: [0.5] }, /normalizes images itself, got --mean/],
    [
      "a model is named",
      () => ours,
      { model: "resnet8" },
      /is an ONNX file and contains its network, got --model resnet8/,
    ],
    ["another device", () => ours, { device: "cuda" }, /runs on the CPU, got --device cuda/],
  ])("%s", async (_, file, options, message) => {
    await expect(measure(file(), { dataDirs, ...options })).rejects.toThrow(message);
  });
});
