/**
 * CIFAR-10, the binary version: 32 × 32 colour images of ten kinds of things, in files of 10,000 records.
 *
 *     record   1 label byte   1,024 red   1,024 green   1,024 blue, row by row
 *
 * The format has no header, so a file's length is its only promise, and is held to it.
 * Source: A. Krizhevsky 2009, "Learning multiple layers of features from tiny images".
 * @module
 */
import { corrupt } from "./error.js";
import type { DatasetFormat, Decoded, SourceFile } from "./format.js";

const PIXELS = 3 * 32 * 32;
const RECORD = 1 + PIXELS;
const RECORDS_PER_FILE = 10_000;
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
  files: {
    train: [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`),
    test: ["test_batch.bin"],
  },
  folders: ["cifar-10-batches-bin", "cifar10", "cifar10/cifar-10-batches-bin"],
  contents: {},
  downloads: [
    { url: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", md5: "c32a1d4ab5d03f1284b67883e8d87530" },
  ],
  install: "",
  decode: (files) => decodeCifar10(files, RECORDS_PER_FILE),
};

/**
 * Reads files of labelled records.
 *
 * @param recordsPerFile what each file must hold: 10,000 in the official ones.
 * @throws DatasetError when a file holds more or less, or a label above 9.
 */
export function decodeCifar10(files: readonly SourceFile[], recordsPerFile: number): Decoded {
  const pixels = new Uint8Array(files.length * recordsPerFile * PIXELS);
  const labels = new Uint8Array(files.length * recordsPerFile);
  for (const [file, { path, bytes }] of files.entries()) {
    if (bytes.length !== recordsPerFile * RECORD)
      throw corrupt(
        path,
        `${recordsPerFile * RECORD} bytes (${recordsPerFile} records of ${RECORD})`,
        `${bytes.length} bytes`,
      );
    for (let record = 0; record < recordsPerFile; record++) {
      const label = bytes[record * RECORD] as number;
      if (label >= CLASSES.length)
        throw corrupt(path, `labels from 0 to ${CLASSES.length - 1}`, `${label} at record ${record}`);
      const image = file * recordsPerFile + record;
      labels[image] = label;
      pixels.set(bytes.subarray(record * RECORD + 1, (record + 1) * RECORD), image * PIXELS);
    }
  }
  return { pixels, labels };
}
