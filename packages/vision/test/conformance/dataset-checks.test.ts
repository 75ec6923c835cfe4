import { fromBytes, liveTensors, tensor } from "@selectivity-lab/torch";
import { expect, test } from "vitest";
import { listDatasetChecks } from "../../src/conformance/dataset-checks.js";
import type { PluginDataset } from "../../src/datasets/plugin-datasets.js";

/** Four images of two classes: black and white. */
const tidy: PluginDataset = {
  name: "tidy",
  classes: ["black", "white"],
  mean: [0.5],
  std: [0.5],
  version: "1",
  load: () => ({
    images: fromBytes(Uint8Array.of(0, 255, 0, 255), { dtype: "uint8", shape: [4, 1, 1, 1] }),
    labels: tensor([0, 1, 0, 1], { dtype: "int64" }),
  }),
};

async function failures(dataset: PluginDataset): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run } of listDatasetChecks(dataset))
    try {
      await run();
    } catch (error) {
      failed.push(`${name}: ${(error as Error).message}`);
    }
  return failed;
}

test("a tidy data set passes, and leaves no tensor behind", async () => {
  const live = liveTensors();
  expect(await failures(tidy)).toEqual([]);
  expect(liveTensors()).toBe(live);
});

test("each mistake fails its own check", async () => {
  let calls = 0;
  expect(await failures({ ...tidy, mean: [0.1] })).toEqual([expect.stringContaining("declared 0.1, computed 0.5")]);
  expect(await failures({ ...tidy, classes: ["a", "b", "c"] })).toEqual([
    expect.stringMatching(/^has training images/),
  ]);
  const changing = () => ({
    images: fromBytes(Uint8Array.of(0, 255, calls++ % 2, 255), { dtype: "uint8", shape: [4, 1, 1, 1] }),
    labels: tensor([0, 1, 0, 1], { dtype: "int64" }),
  });
  expect(await failures({ ...tidy, load: changing })).toEqual([expect.stringMatching(/^gives the same images/)]);
});
