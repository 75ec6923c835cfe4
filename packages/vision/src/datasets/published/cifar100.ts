/**
 * CIFAR-100, the binary version or the Python one: 32 × 32 color images of a hundred classes, by their fine labels.
 *
 * Source: A. Krizhevsky 2009, "Learning multiple layers of features from tiny images".
 * @module
 */
import type { DatasetFormat } from "../contract/format.js";
import { convertCifarBatch } from "./cifar-python.js";
import { decodeCifar, sizeCifarFile } from "./cifar-records.js";

const CLASSES = `
  apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can
  castle caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin
  elephant flatfish forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard
  lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree pear
  pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal shark
  shrew skunk skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone
  television tiger tractor train trout tulip turtle wardrobe whale willow_tree wolf woman worm
`
  .trim()
  .split(/\s+/);

const FILES = { train: ["train.bin"], test: ["test.bin"] };
const RECORDS = { train: 50_000, test: 10_000 };

/** 50,000 training and 10,000 test images, 500 and 100 per class. */
export const cifar100: DatasetFormat = {
  name: "cifar100",
  title: "CIFAR-100",
  imageShape: [3, 32, 32],
  classes: CLASSES,
  // Of the official training images, as published by many.
  mean: [0.5070751592371323, 0.48654887331495095, 0.4409178433670343],
  std: [0.2673342858792401, 0.2564384629170883, 0.27615047132568404],
  files: FILES,
  bytes: { "train.bin": sizeCifarFile(RECORDS.train, 2), "test.bin": sizeCifarFile(RECORDS.test, 2) },
  folders: ["cifar-100-binary", "cifar100", "cifar100/cifar-100-binary"],
  forms: [
    {
      title: "the archive of the binary version",
      files: FILES,
      folders: [],
      archives: ["cifar-100-binary.tar.gz"],
    },
    {
      title: "the Python version",
      files: { train: ["train"], test: ["test"] },
      commonNames: true,
      folders: ["cifar-100-python", "cifar100/cifar-100-python"],
      archives: ["cifar-100-python.tar.gz"],
      convert: (file) => convertCifarBatch(file, ["coarse_labels", "fine_labels"]),
    },
  ],
  contents: {},
  downloads: [
    { url: "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz", md5: "03b5dce01913d631647c71ecec9e9cb8" },
  ],
  install: "",
  decode: (files, split) =>
    decodeCifar(files, { recordsPerFile: RECORDS[split], labelBytes: 2, classes: CLASSES.length }),
};
