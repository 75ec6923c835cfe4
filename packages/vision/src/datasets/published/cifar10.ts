/**
 * CIFAR-10, the binary version or the Python one: 32 × 32 color images of ten classes, in files of 10,000 records.
 *
 * Source: A. Krizhevsky 2009, "Learning multiple layers of features from tiny images".
 * @module
 */
import type { DatasetFormat } from "../contract/format.js";
import { convertCifarBatch } from "./cifar-python.js";
import { decodeCifar, sizeCifarFile } from "./cifar-records.js";

const RECORDS_PER_FILE = 10_000;
const TRAIN_FILES = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`);
const FILES = { train: TRAIN_FILES, test: ["test_batch.bin"] };
const PYTHON_FILES = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}`);
const CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

/** 50,000 training and 10,000 test images of animals and vehicles. */
export const cifar10: DatasetFormat = {
  name: "cifar10",
  title: "CIFAR-10",
  imageShape: [3, 32, 32],
  classes: CLASSES,
  // Of the official files, as published by many.
  mean: [0.49139967861519607, 0.48215840839460783, 0.44653091444546567],
  std: [0.2470322324632819, 0.24348512800005573, 0.26158784172796434],
  files: FILES,
  bytes: Object.fromEntries(
    [...TRAIN_FILES, "test_batch.bin"].map((file) => [file, sizeCifarFile(RECORDS_PER_FILE, 1)]),
  ),
  folders: ["cifar-10-batches-bin", "cifar10", "cifar10/cifar-10-batches-bin"],
  forms: [
    {
      title: "the archive of the binary version",
      files: FILES,
      folders: [],
      archives: ["cifar-10-binary.tar.gz"],
    },
    {
      title: "the Python version",
      files: { train: PYTHON_FILES, test: ["test_batch"] },
      folders: ["cifar-10-batches-py", "cifar10/cifar-10-batches-py"],
      archives: ["cifar-10-python.tar.gz"],
      convert: (file) => convertCifarBatch(file, ["labels"]),
    },
  ],
  contents: {},
  downloads: [
    { url: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", md5: "c32a1d4ab5d03f1284b67883e8d87530" },
  ],
  install: "",
  decode: (files) => decodeCifar(files, { recordsPerFile: RECORDS_PER_FILE, labelBytes: 1, classes: CLASSES.length }),
};
