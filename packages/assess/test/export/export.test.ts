import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MASK, MEANS, OnnxSession, readOnnxFile, traceModel } from "@selectivity-lab/onnx";
import { readCheckpoint } from "@selectivity-lab/run";
import { Generator, liveTensors, noGrad, readSafetensors, scope } from "@selectivity-lab/torch";
import { createModel, modelNames } from "@selectivity-lab/vision";
import { describe, expect, test } from "vitest";
import { findUnits } from "../../../onnx/src/units/find-units.js";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { everyFamily, type NetworkSpec, writeNetwork } from "../../../testing/src/networks.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { type ExportOptions, exportNetwork } from "../../src/export/export.js";
import { verifyOnnx } from "../../src/export/verify.js";
import { measure } from "../../src/measure/measure.js";

const home = temporaryFolder();
const at = (name: string) => join(home, name);
const resnet8: NetworkSpec = { model: "resnet8", options: { width: 2 }, inputShape: [1, 28, 28] };
const checkpoint = at("resnet8.safetensors");
writeNetwork(checkpoint, resnet8);

const layersOf = ({ model, options = {}, inputShape, classes = 10 }: NetworkSpec) =>
  createModel(model, { inputShape, classes, options, generator: new Generator(0) }).unitLayers();

describe("export to ONNX", () => {
  test.each(everyFamily)("of $model $options computes what the network does, on any number of images", async (spec) => {
    const [file, out] = [at("any.safetensors"), at("any.onnx")];
    writeNetwork(file, spec);
    const { verification } = await exportNetwork(file, { to: "onnx", out, force: true });
    expect(verification?.images).toEqual([1, 3]);
    expect(verification?.largestDifference).toBeLessThan(2e-5);
    const { graph, images, scores, masks } = readOnnxFile(out);
    const units = layersOf(spec).map((layer) => ({ layer, tensor: layer, mayBeNegative: false }));
    expect(findUnits(graph, scores.name)).toMatchObject({ units, leftOut: [] });
    expect(images).toEqual({
      name: "images",
      type: "float32",
      layout: "NCHW",
      pixels: "0..1",
      shape: [null, ...spec.inputShape],
    });
    expect(scores).toEqual({ name: "logits", tensor: "logits", kind: "logits" });
    expect(masks.size).toBe(0);

    const opened = await exportNetwork(file, { to: "onnx", out, force: true, units: true });
    expect(opened.verification?.largestDifference).toBeLessThan(2e-5);
    expect([...readOnnxFile(out).masks.keys()]).toEqual(layersOf(spec).map((layer) => `${MASK}${layer}`));
  });

  test.each(modelNames())("knows every operator of %s, as large as it is published", (model) => {
    const inputShape = [3, 32, 32] as const;
    const network = createModel(model, { inputShape, classes: 10, options: {}, generator: new Generator(0) }).eval();
    const bytes = traceModel(network, { inputShape, mean: [0, 0, 0], std: [1, 1, 1] });
    expect(bytes.length).toBeGreaterThan(4 * network.parameters().reduce((sum, { numel }) => sum + numel, 0));
    for (const tensor of network.stateDict().values()) tensor.dispose();
  });

  test("says what it wrote, and keeps what the checkpoint says of itself", async () => {
    const before = liveTensors();
    const out = at("ours.onnx");
    const summary = await exportNetwork(checkpoint, { to: "onnx", out });
    expect(summary).toMatchObject({ file: out, format: "onnx", model: "resnet8", units: false });
    expect(summary.bytes).toBe(readFileSync(out).length);
    const metadata = scope(() => readSafetensors(checkpoint).metadata);
    expect(readOnnxFile(out).metadata).toEqual({ ...metadata, pixels: "0..1" });
    expect(liveTensors()).toBe(before);
    expect(readdirSync(home).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("with units: a mask switches units off for all that follows, and says so in their means", async () => {
    const out = at("units.onnx");
    await exportNetwork(checkpoint, { to: "onnx", out, units: true });
    const session = await OnnxSession.open(readFileSync(out));
    const images = { data: Float32Array.from({ length: 2 * 784 }, (_, i) => (i % 251) / 251), dims: [2, 1, 28, 28] };
    const run = (masked: Readonly<Record<string, readonly number[]>>) => {
      const masks = [...readOnnxFile(out).masks].map(([name, units]) => {
        const data = Float32Array.from(masked[name.slice(MASK.length)] ?? Array(units).fill(1));
        return [name, { data, dims: [units] }] as const;
      });
      return session.run({ images, ...Object.fromEntries(masks) });
    };
    const valuesOf = async (masked: Readonly<Record<string, readonly number[]>>, name: string) => [
      ...((await run(masked)).get(name)?.data ?? []),
    ];
    const means = await valuesOf({}, `${MEANS}relu`); // [2, 2]
    expect(Math.min(...means)).toBeGreaterThan(0);
    const half = await valuesOf({ relu: [0, 0.5] }, `${MEANS}relu`);
    for (const [i, mean] of means.entries()) expect(half[i]).toBeCloseTo(i % 2 === 0 ? 0 : mean / 2, 6);
    const later = `${MEANS}layer1.0.relu2`;
    expect(await valuesOf({ relu: [0, 1] }, later)).not.toEqual(await valuesOf({}, later));
    const last = { "layer3.0.relu2": Array(8).fill(0) };
    const bias = scope(() =>
      [...(readSafetensors(checkpoint).tensors.get("fc.bias")?.toTypedArray() ?? [])].map(Number),
    );
    for (const [i, logit] of (await valuesOf(last, "logits")).entries())
      expect(logit).toBeCloseTo(bias[i % 10] as number, 6);
    await session.close();
  });

  test("is not kept where it does not compute what the network does", async () => {
    const out = at("ours-again.onnx");
    await exportNetwork(checkpoint, { to: "onnx", out });
    const other = readCheckpoint(checkpoint);
    noGrad(() => other.network.stateDict().get("fc.bias")?.add_(1e-3));
    await expect(verifyOnnx(readFileSync(out), other)).rejects.toThrow(
      /does not agree with the network: logits differs by 1\.0e-3,/,
    );
    await expect(verifyOnnx(readFileSync(out), readCheckpoint(checkpoint))).resolves.toMatchObject({ tolerance: 1e-4 });
  });
});

describe("export to safetensors", () => {
  test("of a file gives the same bytes, of a trial's folder its best weights", async () => {
    await exportNetwork(checkpoint, { to: "safetensors", out: at("copy.safetensors") });
    expect(readFileSync(at("copy.safetensors")).equals(readFileSync(checkpoint))).toBe(true);
    mkdirSync(at("trial"));
    writeFileSync(at("trial/best.safetensors"), readFileSync(checkpoint));
    const summary = await exportNetwork(at("trial"), { to: "safetensors", out: at("best.safetensors") });
    expect(summary).toMatchObject({ format: "safetensors", model: "resnet8", verification: null });
    expect(readFileSync(at("best.safetensors")).equals(readFileSync(checkpoint))).toBe(true);
  });
});

describe("export of weights from elsewhere", () => {
  const theirs = join(import.meta.dirname, "../../../testing/reference/weights.pt");
  const dataDirs = [at("data")];
  const named = {
    model: "mlp",
    modelOptions: { widths: [4] },
    data: "fashion-mnist",
    mean: [0.2],
    std: [0.7],
    dataDirs,
  };

  test.each(["safetensors", "onnx"] as const)("as %s says what they did not: it is measured as it is", async (to) => {
    writeTinyImages(at("data"), { test: 50 });
    const before = liveTensors();
    const out = at(`theirs.${to}`);
    expect(await exportNetwork(theirs, { to, out, ...named })).toMatchObject({ format: to, model: "mlp" });
    expect(liveTensors()).toBeLessThanOrEqual(before);
    const [exported, measured] = [await measure(out, { dataDirs }), await measure(theirs, named)];
    expect(exported.accuracy).toBe(measured.accuracy);
    expect(exported.loss).toBeCloseTo(measured.loss, 5);
    if (to === "safetensors") expect(exported).toEqual(measured);
  });

  test.each<[string, string, Partial<ExportOptions>, RegExp]>([
    ["no model named", theirs, { data: "fashion-mnist" }, /weights\.pt: a PyTorch file does not say which model/],
    ["no data set named", theirs, { model: "mlp" }, /--model also needs a data set/],
    [
      "an ONNX file",
      at("ours.onnx"),
      {},
      /ours\.onnx is an ONNX file: a whole network, not weights alone\n {2}to do: measure/,
    ],
    ["a mean for a network of ours", checkpoint, { mean: [0] }, /already says which network it is .*, got --mean/],
    [
      "a data set for a network of ours",
      checkpoint,
      { data: "mnist" },
      /already says which data set it was trained on, got --data/,
    ],
  ])("is refused with %s", async (_, file, options, message) => {
    const before = liveTensors();
    const failed = exportNetwork(file, { to: "safetensors", out: at("refused"), ...options });
    await expect(failed).rejects.toThrow(message);
    expect(existsSync(at("refused"))).toBe(false);
    expect(liveTensors()).toBeLessThanOrEqual(before);
  });
});

describe("what is refused", () => {
  test.each<[string, Partial<ExportOptions>, RegExp]>([
    ["a file that is there", { out: checkpoint }, /resnet8\.safetensors already exists\n {2}to do: .*--force/],
    ["a folder", { out: home }, /is a folder\n {2}to do: name a file/],
    ["a folder that is not", { out: at("nowhere/a.onnx") }, /nowhere does not exist\n {2}to do: create that folder/],
    ["units in safetensors", { to: "safetensors", units: true }, /--units applies to ONNX files only/],
  ])("%s", async (_, options, message) => {
    const files = readdirSync(home);
    const failed = exportNetwork(checkpoint, { to: "onnx", out: at("refused"), ...options });
    await expect(failed).rejects.toMatchObject({ name: "ExportError", message: expect.stringMatching(message) });
    expect(readdirSync(home)).toEqual(files);
  });

  test("a file is replaced where it is told to be", async () => {
    writeFileSync(at("old.safetensors"), "old");
    await exportNetwork(checkpoint, { to: "safetensors", out: at("old.safetensors"), force: true });
    expect(readFileSync(at("old.safetensors")).equals(readFileSync(checkpoint))).toBe(true);
  });
});
