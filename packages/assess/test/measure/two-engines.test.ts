/** How far the numbers of an ONNX file are from those of the checkpoint it was made of: float32 sums, in another order. */
import { join } from "node:path";
import { OnnxClassifier, readOnnxFile } from "@selectivity-lab/onnx";
import { createNetworkClassifier, type Evaluation, evaluate, readCheckpoint } from "@selectivity-lab/run";
import { SELECTIVITY_EPSILON } from "@selectivity-lab/selectivity";
import { readSafetensors, scope, type Tensor, tensor, writeSafetensors } from "@selectivity-lab/torch";
import { batches, everyIndex, type ImageDataset, loadDataset } from "@selectivity-lab/vision";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { type NetworkSpec, writeNetwork } from "../../../testing/src/networks.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { exportNetwork } from "../../src/export/export.js";
import { createFileClassifier } from "../../src/measure/onnx-classifier.js";

const home = temporaryFolder();
const at = (name: string) => join(home, name);
const checkpoint = at("network.safetensors");
let dataset: ImageDataset;
beforeAll(async () => {
  writeTinyImages(at("data"), { test: 300 });
  dataset = await loadDataset("fashion-mnist", "test", { dataDirs: [at("data")] });
});

/** Class means of two engines agree to this part of their layer's largest one; 2e-7 was seen. */
const MEANS_AGREE = 1e-6;

interface UnitInTwo {
  readonly unit: string;
  /** Of the index, between the engines. */
  readonly difference: number;
  /** μ_max + μ_rest. */
  readonly activity: number;
  /** The layer's largest class mean. */
  readonly largest: number;
}

const numbers = (means: Tensor) => means.toArray() as number[][];
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Measures the checkpoint and its export. @returns every unit; its class means were compared. */
async function inTwoEngines(): Promise<UnitInTwo[]> {
  await exportNetwork(checkpoint, { to: "onnx", out: at("network.onnx"), force: true });
  const { network, mean: subtracted, std } = readCheckpoint(checkpoint);
  const classifier = await OnnxClassifier.open(readOnnxFile(at("network.onnx")), [1, 28, 28]);
  const tally = await evaluate(
    createFileClassifier(classifier, [1, 28, 28]),
    { ...dataset, mean: [0], std: [1] },
    "all",
  );
  await classifier.close();
  const own = await evaluate(createNetworkClassifier(network), { ...dataset, mean: subtracted, std }, "all");
  return scope(() => compared(own.result(), tally.result()));
}

function compared(ours: Evaluation, theirs: Evaluation): UnitInTwo[] {
  return ours.selectivity.layers.flatMap((layer, i) => {
    const other = theirs.selectivity.layers[i] as typeof layer;
    const [means, otherMeans] = [numbers(layer.classMeans), numbers(other.classMeans)];
    const largest = Math.max(...means.flat());
    for (const [row, ofClass] of means.entries())
      for (const [unit, value] of ofClass.entries())
        expect(Math.abs(value - (otherMeans[row]?.[unit] as number))).toBeLessThan(MEANS_AGREE * largest);
    return layer.selectivity.map((index, unit) => {
      const ofUnit = means.map((ofClass) => ofClass[unit] as number).sort((a, b) => b - a);
      const activity = (ofUnit[0] as number) + mean(ofUnit.slice(1));
      const difference = Math.abs(index - (other.selectivity[unit] as number));
      return { unit: `${layer.name} ${unit}`, difference, activity, largest };
    });
  });
}

/** What a difference of the means can make of the index. */
const bound = ({ activity, largest }: UnitInTwo) => (2 * MEANS_AGREE * largest) / (activity + SELECTIVITY_EPSILON);

/** Sets a unit's bias so that of all images one alone rouses it, and only by `rest`. */
function silence(unit: number, rest: number): void {
  scope(() => {
    const { tensors, metadata } = readSafetensors(checkpoint);
    const [weight, bias] = ["fc1.weight", "fc1.bias"].map((name) => tensors.get(name) as Tensor) as [Tensor, Tensor];
    const { mean, std } = readCheckpoint(checkpoint);
    const biases = bias.toArray() as number[];
    for (const { images } of batches({ ...dataset, mean, std }, everyIndex(dataset), { batchSize: 300 })) {
      const roused = numbers(images.flatten(1).matmul(weight.transpose(0, 1))).map((row) => row[unit] as number);
      biases[unit] = rest - Math.max(...roused);
    }
    writeSafetensors(checkpoint, new Map([...tensors, ["fc1.bias", tensor(biases)]]), metadata);
  });
}

describe("a checkpoint and its ONNX file", () => {
  test.each<NetworkSpec>([
    { model: "mlp", options: { widths: [32, 32] }, inputShape: [1, 28, 28] },
    { model: "resnet8", options: { width: 4 }, inputShape: [1, 28, 28] },
    { model: "convnet", options: { widths: [8, 8] }, inputShape: [1, 28, 28] },
  ])("agree to 1e-5 in every unit of a $model that answers to something", async (spec) => {
    writeNetwork(checkpoint, spec);
    for (const one of await inTwoEngines()) {
      expect(one.difference, one.unit).toBeLessThan(bound(one));
      if (one.activity > one.largest / 5) expect(one.difference, one.unit).toBeLessThan(1e-5);
    }
  });

  test("may differ more in units that are nearly dead, by as much as their means do", async () => {
    writeNetwork(checkpoint, { model: "mlp", options: { widths: [8] }, inputShape: [1, 28, 28] });
    silence(2, 2e-6);
    silence(5, 1e-5);
    const units = await inTwoEngines();
    for (const one of units) expect(one.difference, one.unit).toBeLessThan(bound(one));
    const nearlyDead = units.filter(({ activity }) => activity > 0 && activity < 1e-6);
    expect(nearlyDead.map(({ unit }) => unit)).toEqual(["relu1 2", "relu1 5"]);
    for (const one of nearlyDead) expect(bound(one)).toBeGreaterThan(1e-5);
  });
});
