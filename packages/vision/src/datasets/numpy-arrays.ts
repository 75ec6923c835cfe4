/**
 * Anyone's images as NumPy arrays: an `.npz` archive, or a folder of `.npy` files, which are mapped.
 *
 *     train_images, train_labels, test_images, test_labels      or, as Keras has them, x_train, y_train, x_test, y_test
 *
 * Images are uint8 `[N, H, W]`, `[N, H, W, C]` or `[N, C, H, W]`, C 1 or 3; labels whole numbers `[N]` or `[N, 1]`, from 0. Other arrays,
 * such as MedMNIST's `val_images`, are left alone: validation images are drawn from those of training.
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { noGrad, parseNpy, readNpy, scope, type Tensor, ZipArchive } from "@selectivity-lab/torch";
import { type DecodedTensors, decodedFile, keepDecoded, openDecoded } from "./decoded-cache.js";
import { corrupt, DatasetError } from "./error.js";
import type { ImageDataset, Split } from "./format.js";
import type { DatasetKind, LoadOptions } from "./kind.js";
import { cacheFolder } from "./locate.js";

/** Names of images and labels of each split. */
const NAMES: Readonly<Record<Split, readonly (readonly [images: string, labels: string])[]>> = {
  train: [
    ["train_images", "train_labels"],
    ["x_train", "y_train"],
  ],
  test: [
    ["test_images", "test_labels"],
    ["x_test", "y_test"],
  ],
};

/** Images whose statistics are taken at once. */
const CHUNK = 2000;

/** Arrays, by the path of their archive or folder. */
export const numpyArrays: DatasetKind = {
  names: [],
  answersTo(name) {
    if (name.endsWith(".npz")) return true;
    return name.includes("/") && NAMES.train.some(([images]) => existsSync(join(name, `${images}.npy`)));
  },
  find: (name) => (existsSync(name) ? resolve(name) : undefined),
  load,
};

/**
 * Loads one split; both are normalised by the statistics of the training images.
 *
 * @throws DatasetError when arrays are missing, or are no images and labels that belong together; NpyError or ZipError for
 * damaged files.
 */
function load(name: string, split: Split, { environment = process.env, anew = false }: LoadOptions): ImageDataset {
  const path = resolve(name);
  if (!existsSync(path))
    throw new DatasetError("missing", `${path} does not exist.`, "Name an .npz file, or a folder of .npy files.", {
      path,
    });
  const cache = cacheFolder(environment);
  const [train, test] = [open(path, "train", cache, anew), open(path, "test", cache, anew)];
  const wanted = split === "train" ? train : test;
  const other = split === "train" ? test : train;
  try {
    if (train.images.shape.slice(1).join() !== test.images.shape.slice(1).join())
      throw corrupt(
        path,
        `test images of ${train.images.shape.slice(1).join(" × ")}`,
        test.images.shape.slice(1).join(" × "),
      );
    const count = 1 + Math.max(most(path, train.labels), most(path, test.labels));
    const classes = Array.from({ length: Math.max(2, count) }, (_, label) => String(label));
    return { name: path, split, classes, ...wanted, ...statistics(train.images) };
  } catch (error) {
    for (const tensor of [wanted.images, wanted.labels]) tensor.dispose();
    throw error;
  } finally {
    for (const tensor of [other.images, other.labels]) tensor.dispose();
  }
}

/** A split as tensors that belong to no scope. */
function open(path: string, split: Split, cache: string, anew: boolean): DecodedTensors {
  if (statSync(path).isDirectory()) return scopeless(() => fromFolder(path, split));
  const kept = decodedFile(cache, "numpy", split, [path]);
  const known = anew ? undefined : openDecoded(kept);
  if (known) return known;
  const read = scopeless(() => fromArchive(path, split));
  const mapped = keepDecoded(kept, read) ? openDecoded(kept) : undefined;
  if (!mapped) return read;
  for (const tensor of [read.images, read.labels]) tensor.dispose();
  return mapped;
}

function scopeless(make: () => DecodedTensors): DecodedTensors {
  return scope(() => noGrad(make));
}

function fromFolder(path: string, split: Split): DecodedTensors {
  const names = NAMES[split].find(([images]) => existsSync(join(path, `${images}.npy`))) ?? missing(path, split);
  return decoded(path, split, names, (name) => {
    const file = join(path, `${name}.npy`);
    return existsSync(file) ? readNpy(file) : missing(path, split);
  });
}

function fromArchive(path: string, split: Split): DecodedTensors {
  const archive = new ZipArchive(path);
  try {
    const has = (name: string) => archive.names.includes(`${name}.npy`);
    const names = NAMES[split].find(([images, labels]) => has(images) && has(labels)) ?? missing(path, split);
    return decoded(path, split, names, (name) => parseNpy(`${path}, ${name}`, archive.read(`${name}.npy`)));
  } finally {
    archive.close();
  }
}

function missing(path: string, split: Split): never {
  const wanted = NAMES[split].map(([images, labels]) => `${images} with ${labels}`).join(", or ");
  throw corrupt(path, `arrays ${wanted}`, "neither");
}

function decoded(
  path: string,
  split: Split,
  [imagesName, labelsName]: readonly [string, string],
  read: (name: string) => Tensor,
): DecodedTensors {
  const images = planes(`${path}, ${imagesName}`, read(imagesName));
  const labels = wholeNumbers(`${path}, ${labelsName}`, read(labelsName));
  if (images.shape[0] !== labels.numel)
    throw corrupt(`${path}, ${labelsName}`, `${images.shape[0]} labels, one an image`, String(labels.numel));
  const sha256 = createHash("sha256").update(images.toBytes()).update(labels.toBytes()).digest("hex");
  return { images, labels, sha256: { [split]: sha256 } };
}

/** Images as `[N, C, H, W]`. */
function planes(name: string, images: Tensor): Tensor {
  const { shape, dtype } = images;
  const isColour = (channels: number | undefined) => channels === 1 || channels === 3;
  if (dtype !== "uint8")
    throw corrupt(name, "uint8 pixels, 0 to 255", `${dtype}; multiply by 255 and round if they are in 0..1`);
  if (shape.length === 3) return images.unsqueeze(1).contiguous();
  if (shape.length === 4 && isColour(shape[3])) return images.permute([0, 3, 1, 2]).contiguous();
  if (shape.length === 4 && isColour(shape[1])) return images.contiguous();
  throw corrupt(name, "[N, H, W], [N, H, W, C] or [N, C, H, W] with 1 or 3 channels", `[${shape.join(", ")}]`);
}

/** Labels as int64 `[N]`. */
function wholeNumbers(name: string, labels: Tensor): Tensor {
  const { shape, dtype, numel } = labels;
  if (!/^u?int/.test(dtype)) throw corrupt(name, "whole numbers", dtype);
  if (numel === 0 || numel !== shape[0]) throw corrupt(name, "[N] or [N, 1]", `[${shape.join(", ")}]`);
  return labels.reshape([numel]).to({ dtype: "int64" }).contiguous();
}

function most(path: string, labels: Tensor): number {
  const [least, largest] = scope(() => [Number(labels.amin().item()), Number(labels.amax().item())]) as [
    number,
    number,
  ];
  if (least < 0) throw corrupt(path, "labels from 0", String(least));
  return largest;
}

/** Mean and standard deviation of each channel, pixels scaled to 0..1. */
function statistics(images: Tensor): { mean: number[]; std: number[] } {
  const [count = 0, channels = 0] = images.shape;
  const [sums, squares] = [new Float64Array(channels), new Float64Array(channels)];
  for (let start = 0; start < count; start += CHUNK)
    scope(() => {
      const part = images
        .narrow(0, start, Math.min(CHUNK, count - start))
        .to({ dtype: "float64" })
        .div(255);
      const [sum, square] = [part, part.mul(part)].map(
        (values) => values.sum([0, 2, 3]).toTypedArray() as Float64Array,
      );
      for (let c = 0; c < channels; c++) {
        sums[c] = (sums[c] as number) + (sum?.[c] as number);
        squares[c] = (squares[c] as number) + (square?.[c] as number);
      }
    });
  const pixels = images.numel / channels;
  const mean = Array.from(sums, (sum) => sum / pixels);
  return {
    mean,
    std: mean.map((value, c) => Math.sqrt(Math.max(1e-12, (squares[c] as number) / pixels - value * value))),
  };
}
