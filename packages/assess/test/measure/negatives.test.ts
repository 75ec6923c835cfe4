import { join } from "node:path";
import type { Measurement } from "@selectivity-lab/run";
import { beforeAll, describe, expect, test } from "vitest";
import type { NodeProto } from "../../../onnx/src/model/schema.js";
import { node } from "../../../onnx/test/support.js";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeNetwork } from "../../../testing/src/networks.js";
import { perceptronNodes, writePerceptron } from "../../../testing/src/perceptron.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { measure } from "../../src/measure/measure.js";
import type { MeasureOptions } from "../../src/measure/measure-options.js";

const home = temporaryFolder();
const at = (name: string) => join(home, name);
const options = { data: "fashion-mnist", dataDirs: [at("data")] };
beforeAll(() => {
  writeTinyImages(at("data"), { test: 130 });
});

const leaky = (alpha: number) => node("LeakyRelu", ["hidden"], "units", { alpha: { float: alpha } });
const measured = (nodes: NodeProto[], negatives?: MeasureOptions["negatives"]) =>
  measure(writePerceptron(at("network.onnx"), { node: nodes }), { ...options, negatives });

const selectivity = ({ layers }: Measurement) => layers.map((layer) => layer.selectivity);

function expectClose(actual: readonly number[][], expected: readonly number[][]): void {
  expect(actual.map((units) => units.length)).toEqual(expected.map((units) => units.length));
  for (const [unit, value] of expected.flat().entries()) expect(actual.flat()[unit]).toBeCloseTo(value, 6);
}

describe("measure of layers that may be negative", () => {
  test("refuses by default, names them, and says what can be done", async () => {
    const more = Array.from({ length: 7 }, (_, i) => node("Elu", ["hidden"], `elu${i}`));
    const nodes = [...perceptronNodes(node("Relu", ["hidden"], "units")), ...more];
    const file = writePerceptron(at("many.onnx"), { node: nodes });
    const error: Error = await measure(file, options).catch((reason) => reason);
    expect(`${error.name}: ${error.message.replace(home, "…")}`).toMatchInlineSnapshot(`
      "CheckpointError: …/many.onnx: 7 of its 8 layers may be negative, where the index is not defined
        ✖ elu0: Elu
        ✖ elu1: Elu
        ✖ elu2: Elu
        ✖ elu3: Elu
        ✖ elu4: Elu
        ✖ elu5: Elu
        … and 1 more
        to do: choose with --negatives what counts as a unit's mean for an image:
            abs    its absolute value
            relu   0 where it is negative
            shift  the mean itself, raised for all images so that the unit's lowest becomes 0
          layers that are never negative give the same numbers either way"
    `);
  });

  test.each(["abs", "relu", "shift"] as const)("by %s, says so in the document", async (negatives) => {
    expect((await measured(perceptronNodes(leaky(0.1)), negatives)).negatives).toBe(negatives);
  });

  test("says in the document of a file without such layers that it would have refused", async () => {
    expect((await measured(perceptronNodes())).negatives).toBe("refuse");
  });

  test("relu counts what is negative as 0, abs by its size", async () => {
    const rectified = selectivity(await measured(perceptronNodes()));
    expectClose(selectivity(await measured(perceptronNodes(leaky(0.1)), "relu")), rectified);
    const absolute = selectivity(await measured(perceptronNodes(leaky(-1)), "relu")); // |x|
    expectClose(selectivity(await measured(perceptronNodes(leaky(1)), "abs")), absolute);
    expect(absolute).not.toEqual(rectified);
  });

  test("shift raises each unit by the lowest of all images, whatever the batches", async () => {
    const all = await measured(perceptronNodes(leaky(1)), "shift");
    const file = writePerceptron(at("single.onnx"), { node: perceptronNodes(leaky(1)) }, 1);
    expectClose(selectivity(await measure(file, { ...options, negatives: "shift" })), selectivity(all));
    for (const value of selectivity(all).flat()) expect(value).toBeGreaterThan(0);
    for (const value of selectivity(all).flat()) expect(value).toBeLessThan(1);
  });

  test("takes the mean over space first, as with activations ≥ 0: it is unit means that count", async () => {
    const alone = (...nodes: NodeProto[]) =>
      measured(
        [
          ...nodes,
          ...perceptronNodes()
            .filter(({ opType }) => opType !== "Relu")
            .map((one) => ({ ...one, input: one.input.map((name) => (name === "units" ? "hidden" : name)) })),
        ],
        "abs",
      );
    const identity = { alpha: { float: 1 } };
    const maps = await alone(node("LeakyRelu", ["images"], "map", identity));
    const pooled = await alone(
      node("GlobalAveragePool", ["images"], "mean"),
      node("LeakyRelu", ["mean"], "map", identity),
    );
    const elements = await alone(node("Abs", ["images"], "size"), node("LeakyRelu", ["size"], "map", identity));
    expectClose(selectivity(maps), selectivity(pooled));
    expect(Math.abs((selectivity(maps)[0]?.[0] ?? 0) - (selectivity(elements)[0]?.[0] ?? 0))).toBeGreaterThan(0.01);
  });

  test("changes nothing of layers that are never negative, in checkpoints of ours too", async () => {
    writeNetwork(at("ours.safetensors"), { model: "resnet8", options: { width: 2 }, inputShape: [1, 28, 28] });
    const plain = await measure(at("ours.safetensors"), options);
    expect(plain).not.toHaveProperty("negatives");
    for (const negatives of ["abs", "relu", "shift"] as const)
      expect(await measure(at("ours.safetensors"), { ...options, negatives })).toEqual({ ...plain, negatives });
  });
});
