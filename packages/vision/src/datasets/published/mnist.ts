/**
 * MNIST, and data sets in the same format: 28 × 28 gray images in four IDX files.
 *
 * Source: LeCun, Bottou, Bengio & Haffner 1998, "Gradient-based learning applied to document recognition".
 * @module
 */
import type { DatasetFormat, SourceFile } from "../contract/format.js";
import { decodeIdx } from "./idx.js";

/** What differs between MNIST-like data sets. */
type MnistLike = Omit<DatasetFormat, "imageShape" | "files" | "forms" | "bytes" | "decode">;

/** Describes a data set of ten classes with MNIST's file names and format. */
export function describeMnistLike(description: MnistLike): DatasetFormat {
  return {
    ...description,
    imageShape: [1, 28, 28],
    files: {
      train: ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"],
      test: ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"],
    },
    forms: [
      {
        title: "Kaggle's version, with a dot in the names",
        files: {
          train: ["train-images.idx3-ubyte", "train-labels.idx1-ubyte"],
          test: ["t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"],
        },
        folders: description.folders,
        archives: [],
      },
    ],
    bytes: {
      "train-images-idx3-ubyte": 16 + 60_000 * 28 * 28,
      "train-labels-idx1-ubyte": 8 + 60_000,
      "t10k-images-idx3-ubyte": 16 + 10_000 * 28 * 28,
      "t10k-labels-idx1-ubyte": 8 + 10_000,
    },
    decode: (files) => decodeIdx(files as [SourceFile, SourceFile], [28, 28], description.classes.length),
  };
}

const MIRROR = "https://ossci-datasets.s3.amazonaws.com/mnist";

/** 60,000 training and 10,000 test images of handwritten digits. */
export const mnist = describeMnistLike({
  name: "mnist",
  title: "MNIST",
  classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  // As published (33.318421449829934 and 78.56748998339798 gray levels); not recomputed, since MNIST was not available here.
  mean: [33.318421449829934 / 255],
  std: [78.56748998339798 / 255],
  folders: ["mnist", "MNIST/raw"],
  contents: {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
  },
  downloads: [
    { url: `${MIRROR}/train-images-idx3-ubyte.gz`, md5: "f68b3c2dcbeaaa9fbdd348bbdeb94873" },
    { url: `${MIRROR}/train-labels-idx1-ubyte.gz`, md5: "d53e105ee54ea40749a09fcbcd1e9432" },
    { url: `${MIRROR}/t10k-images-idx3-ubyte.gz`, md5: "9fb629c4189551a2d022fa330f9573f3" },
    { url: `${MIRROR}/t10k-labels-idx1-ubyte.gz`, md5: "ec29112dd5afa0611ce80d1b7f02629c" },
  ],
  install: "",
});
