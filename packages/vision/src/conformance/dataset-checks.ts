/**
 * The conformance suite of a plugin's data set; see {@link PluginDataset}.
 *
 * @module
 */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { scope, type Tensor } from "@selectivity-lab/torch";
import { ChannelStatistics } from "../datasets/cache/channel-statistics.js";
import type { Split } from "../datasets/contract/format.js";
import type { PluginDataset } from "../datasets/plugin-datasets.js";
import type { ConformanceCheck } from "./check.js";

/** Largest difference of the declared from the computed statistics: a hundredth of the range of pixels. */
const STATISTICS_TOLERANCE = 0.01;

/** One split, loaded and read. */
interface LoadedSplit {
  readonly shape: readonly number[];
  readonly dtypes: readonly string[];
  readonly pixels: Uint8Array;
  readonly labels: readonly number[];
}

/** The requirements of a data set. Every check loads a split; pass a small sample of a large data set. */
export function listDatasetChecks(dataset: PluginDataset): ConformanceCheck[] {
  return [
    {
      name: "gives uint8 images [N, C, H, W] and int64 labels [N] of both splits, of one image shape",
      run: async () => {
        const [train, test] = [await loadSplit(dataset, "train"), await loadSplit(dataset, "test")];
        for (const { dtypes, shape, labels } of [train, test]) {
          deepStrictEqual(dtypes, ["uint8", "int64"]);
          strictEqual(shape.length, 4);
          strictEqual(labels.length, shape[0]);
        }
        deepStrictEqual(train.shape.slice(1), test.shape.slice(1));
      },
    },
    {
      name: "has training images of every class, and no label without a class",
      run: async () => {
        const { length } = dataset.classes;
        strictEqual(new Set(dataset.classes).size, length, "class names must differ");
        const [train, test] = [await loadSplit(dataset, "train"), await loadSplit(dataset, "test")];
        deepStrictEqual(
          [...new Set(train.labels)].sort((a, b) => a - b),
          Array.from({ length }, (_, label) => label),
        );
        ok(test.labels.every((label) => label >= 0 && label < length));
      },
    },
    {
      name: "gives the same images and labels each time",
      run: async () => {
        for (const split of ["train", "test"] as const)
          deepStrictEqual(await loadSplit(dataset, split), await loadSplit(dataset, split));
      },
    },
    {
      name: "declares the mean and standard deviation of the training images",
      run: async () => {
        const { shape, pixels } = await loadSplit(dataset, "train");
        const [, channels = 0, height = 0, width = 0] = shape;
        const statistics = new ChannelStatistics(channels, height * width);
        statistics.add(pixels);
        requireClose(dataset.mean, statistics.mean(), "mean");
        requireClose(dataset.std, statistics.std(), "std");
      },
    },
  ];
}

async function loadSplit(dataset: PluginDataset, split: Split): Promise<LoadedSplit> {
  const { images, labels } = await dataset.load(split);
  const bytes = (tensor: Tensor) => scope(() => tensor.contiguous().toTypedArray());
  const loaded = {
    shape: images.shape,
    dtypes: [images.dtype, labels.dtype],
    pixels: Uint8Array.from(bytes(images), Number),
    labels: Array.from(bytes(labels), Number),
  };
  for (const tensor of [images, labels]) tensor.dispose();
  return loaded;
}

function requireClose(declared: readonly number[], computed: readonly number[], what: string): void {
  strictEqual(declared.length, computed.length, `${what}: expected ${computed.length} numbers, one per channel`);
  for (const [channel, value] of computed.entries())
    ok(
      Math.abs((declared[channel] as number) - value) <= STATISTICS_TOLERANCE,
      `${what} of channel ${channel}: declared ${declared[channel]}, computed ${value}`,
    );
}
