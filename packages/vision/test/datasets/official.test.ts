/** The data sets themselves, where this machine has them; elsewhere these tests are skipped, visibly. */
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { operator, scope, type Tensor, tensor } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { split } from "../../src/batches/splits.js";
import type { DatasetFormat, Split } from "../../src/datasets/contract/format.js";
import { dataFolders, locate } from "../../src/datasets/contract/locate.js";
import { loadDataset } from "../../src/datasets/load.js";
import { datasetFormat } from "../../src/datasets/published/published.js";
import { locateTinyImagenet } from "../../src/datasets/trees/tiny-imagenet.js";
import { temporaryFolder } from "./files.js";

const COUNTS: Record<Split, Record<string, number>> = {
  train: { "fashion-mnist": 60_000, mnist: 60_000, cifar10: 50_000, cifar100: 50_000 },
  test: { "fashion-mnist": 10_000, mnist: 10_000, cifar10: 10_000, cifar100: 10_000 },
};

/** Exact sums of grey levels are integers below 2^53; what is left is the rounding of a double, unless noted. */
const TOLERANCE: Record<string, number> = {
  "fashion-mnist": 1e-12,
  mnist: 1e-12,
  cifar10: 1e-5 /* a copy may hold re-coded images */,
  cifar100: 1e-12,
};

const find = (format: DatasetFormat, split: Split) => locate(format, split, dataFolders([], process.env));

const bincount = operator("aten::bincount");

/** Mean and standard deviation of each channel, pixels scaled to 0..1, from how often each grey level occurs. */
function statistics(images: Tensor): { mean: number[]; std: number[] } {
  const channels = Array.from({ length: images.shape[1] as number }, (_, channel) => {
    const counts = [...scope(() => bincount(images.select(1, channel).flatten(), null, 256)).toTypedArray()].map(
      Number,
    );
    const average = (value: (level: number) => number) =>
      counts.reduce((total, count, level) => total + count * value(level), 0) /
      (images.numel / (images.shape[1] as number));
    const mean = average((level) => level);
    return { mean: mean / 255, std: Math.sqrt(average((level) => level ** 2) - mean ** 2) / 255 };
  });
  return { mean: channels.map(({ mean }) => mean), std: channels.map(({ std }) => std) };
}

const PUBLISHED = ["fashion-mnist", "mnist", "cifar10", "cifar100"];

describe.each(PUBLISHED)("%s as published", (name) => {
  const format = datasetFormat(name);

  for (const split of ["train", "test"] as const)
    test.skipIf(!find(format, split))(`has its ${split} images, equally many of each class`, async () => {
      const { images, labels } = await loadDataset(name, split, { download: false });
      const count = COUNTS[split][name] as number;
      expect(images.shape).toEqual([count, ...format.imageShape]);
      const perClass = scope(() => format.classes.map((_, label) => labels.eq(label).sum().item()));
      if (name !== "mnist") expect(perClass).toEqual(format.classes.map(() => count / format.classes.length));
      if (split === "train")
        for (const [statistic, values] of Object.entries(statistics(images)))
          for (const [channel, value] of values.entries())
            expect(Math.abs(value - (format[statistic as "mean" | "std"][channel] as number))).toBeLessThan(
              TOLERANCE[name] as number,
            );
      images.dispose();
      labels.dispose();
    });
});

const fashion = datasetFormat("fashion-mnist");

test.skipIf(!find(fashion, "test"))(
  "Fashion-MNIST is not taken for MNIST, though its files are called the same",
  async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "mnist"));
    for (const path of find(fashion, "test")?.paths ?? [])
      symlinkSync(path, join(folder, "mnist", path.slice(path.lastIndexOf("/") + 1)));
    await expect(loadDataset("mnist", "test", { dataDirs: [folder] })).rejects.toThrow(
      /expected t10k-images-idx3-ubyte of MNIST, got t10k-images-idx3-ubyte\.gz of Fashion-MNIST/,
    );
  },
);

const tinyImagenet = locateTinyImagenet(dataFolders([], process.env));

test.skipIf(!tinyImagenet)(
  "Tiny ImageNet has 500 training and 50 test pictures a class, 450 and 50 after the split",
  async () => {
    for (const [which, each] of [
      ["train", 500],
      ["test", 50],
    ] as const) {
      const { images, labels, classes } = await loadDataset("tiny-imagenet", which, { download: false });
      expect(images.shape).toEqual([each * classes.length, 3, 64, 64]);
      const perClass = (tensor: Tensor) =>
        scope(() => [...bincount(tensor, null, classes.length).toTypedArray()].map(Number));
      expect(perClass(labels)).toEqual(classes.map(() => each));
      if (which === "train") {
        const { train, validation } = split(labels, { seed: 1, validationImages: 50 * classes.length });
        const counted = (indices: Int32Array) =>
          scope(() => perClass(labels.indexSelect(0, tensor(indices, { dtype: "int64" }))));
        expect(counted(train)).toEqual(classes.map(() => 450));
        expect(counted(validation)).toEqual(classes.map(() => 50));
      }
      images.dispose();
      labels.dispose();
    }
  },
);
