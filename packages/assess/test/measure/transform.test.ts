import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { corruptedSetFile } from "@selectivity-lab/perturb";
import { loadDataset } from "@selectivity-lab/vision";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeNetwork } from "../../../testing/src/networks.js";
import { writeTinyPhotos } from "../../../testing/src/tiny-photos.js";
import { exportNetwork } from "../../src/export/export.js";
import { measure } from "../../src/measure/measure.js";
import { runRobustness } from "../../src/robustness/run-robustness.js";

const home = temporaryFolder();
const data = join(home, "photos");
const network = join(home, "network.safetensors");
const transform = { resize: 20, crop: 16, interpolation: "bicubic" } as const;
const normalization = { mean: [0.4, 0.5, 0.6], std: [0.2, 0.3, 0.2] };

beforeAll(async () => {
  process.env.XDG_CACHE_HOME = join(home, "cache");
  await writeTinyPhotos(data);
  writeNetwork(network, { model: "resnet8", options: { width: 2 }, inputShape: [3, 16, 16], classes: 4 });
});

describe("measure with --resize and --crop", () => {
  test("of a network of ours, and of the ONNX file that it becomes, is on the same pictures, and says how they were made", async () => {
    const onnx = join(home, "network.onnx");
    await exportNetwork(network, { to: "onnx", out: onnx });
    const [ours, theirs] = [await measure(network, { data, transform }), await measure(onnx, { data, transform })];
    expect([ours.transform, theirs.transform]).toEqual([transform, transform]);
    expect(theirs.loss).toBeCloseTo(ours.loss, 5); // float32, summed in a different order
    expect(ours.loss).not.toBeCloseTo((await measure(network, { data })).loss, 3);
  });

  test("of weights from elsewhere is on images of the crop's size", async () => {
    const foreign = { data, model: "resnet8", modelOptions: { width: 2 }, ...normalization };
    const measured = await measure(network, { ...foreign, transform });
    const resized = await measure(network, { ...foreign, imageSize: 16 });
    expect(measured.transform).toEqual(transform);
    expect(measured.loss).not.toBeCloseTo(resized.loss, 3);
  });

  test("refuses a crop that the network does not take, and names the one it takes", async () => {
    const onnx = join(home, "fixed.onnx");
    await exportNetwork(network, { to: "onnx", out: onnx });
    for (const file of [network, onnx])
      await expect(measure(file, { data, transform: { ...transform, crop: 12 } })).rejects.toMatchObject({
        ...{ code: "images-do-not-fit", remedy: "crop to its size with --crop 16" },
      });
  });
});

describe("robustness with --resize and --crop", () => {
  const options = { data, corruptions: ["contrast"], severities: [3], attacks: ["none"], jobs: 1, transform };

  test("is recorded, and never mixed up with other pictures of the same size", async () => {
    const folder = join(home, "robust");
    cpSync(network, join(folder, "network.safetensors"));
    const where = join(folder, "network.safetensors");
    const first = await runRobustness(where, options);
    const filter = { ...transform, interpolation: "nearest" } as const;
    const second = await runRobustness(where, { ...options, transform: filter });
    expect([first.failed, second.failed]).toEqual([[], []]);
    const run = JSON.parse(readFileSync(join(folder, "network-robustness", "run.json"), "utf8"));
    expect(run.corruptions.transform).toEqual(filter);
    const files = await Promise.all(
      [undefined, transform, filter].map(async (transform) => {
        const dataset = await loadDataset(data, "test", { imageSize: 16, transform });
        return corruptedSetFile(dataset, { corruption: "contrast", severity: 3, seed: 0 }).file;
      }),
    );
    expect(new Set(files).size).toBe(3);
  });
});
