/**
 * Anyone's images as NumPy arrays: an `.npz` archive, or a folder of `.npy` files, which may be larger than memory.
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
import { setImmediate } from "node:timers/promises";
import { ZipArchive, ZipError } from "@selectivity-lab/base";
import { noGrad, parseNpy, readNpy, scope, type Tensor } from "@selectivity-lab/torch";
import { DatasetError } from "../../error.js";
import { type DecodedSet, decodedFile, openDecoded } from "../cache/decoded-cache.js";
import { type DecodedEnding, writeDecoded } from "../cache/decoded-writer.js";
import type { Split } from "../contract/format.js";
import type { DatasetKind, LoadOptions } from "../contract/kind.js";
import { cacheFolder } from "../contract/locate.js";
import { inspectFile } from "../contract/presence.js";

type Names = readonly [images: string, labels: string];

/** Names of images and labels of each split. */
const NAMES: Readonly<Record<Split, readonly Names[]>> = {
  train: [
    ["train_images", "train_labels"],
    ["x_train", "y_train"],
  ],
  test: [
    ["test_images", "test_labels"],
    ["x_test", "y_test"],
  ],
};

/** Images that are in memory at once. */
const CHUNK = 2000;

/** Arrays, by the path of their archive or folder. */
export const numpyArrays: DatasetKind = {
  names: [],
  answersTo(name) {
    if (name.endsWith(".npz")) return true;
    return name.includes("/") && NAMES.train.some(([images]) => existsSync(join(name, `${images}.npy`)));
  },
  find: (name) => (existsSync(name) ? resolve(name) : undefined),

  inspect(name) {
    const [place, remedy] = [resolve(name), "name an .npz file, or a folder of .npy files"];
    if (!existsSync(place)) return { name, state: "absent", place: null, files: [], problem: null, remedy };
    try {
      const paths = (["train", "test"] as const).flatMap((split) => {
        const arrays = openArrays(place, split);
        arrays.close();
        return arrays.sources;
      });
      const files = [...new Set(paths)].map((path) => inspectFile(path, undefined));
      return { name, state: "found", place, files, problem: null, remedy: null };
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      return { name, state: "incomplete", place, files: [], problem: error.problem, remedy: error.remedy ?? null };
    }
  },

  /** Both splits are normalised by the statistics of the training images. */
  async load(name, split, options) {
    const path = resolve(name);
    if (!existsSync(path))
      throw new DatasetError({
        code: "missing",
        problem: `${path} does not exist.`,
        remedy: "name an .npz file, or a folder of .npy files",
        path,
      });
    const sets = { train: await decoded(path, "train", options), test: await decoded(path, "test", options) };
    const { mean, std } = sets.train;
    const { images, labels, sha256 } = sets[split];
    const other = sets[split === "train" ? "test" : "train"];
    try {
      const classes = checkedClasses(path, sets);
      return { name: path, split, classes, images, labels, mean, std, sha256 };
    } catch (error) {
      for (const tensor of [images, labels]) tensor.dispose();
      throw error;
    } finally {
      for (const tensor of [other.images, other.labels]) tensor.dispose();
    }
  },
};

async function decoded(path: string, split: Split, options: LoadOptions): Promise<DecodedSet> {
  const { environment = process.env, anew = false, checkCache: check = true, notify = () => {} } = options;
  const arrays = openArrays(path, split);
  try {
    const kept = decodedFile(cacheFolder(environment), "numpy", split, arrays.sources);
    const known = anew ? undefined : await openDecoded(kept, { check, notify });
    if (known) return known;
    await decode(path, split, arrays, kept);
    return (await openDecoded(kept, { check: false })) as DecodedSet;
  } finally {
    arrays.close();
  }
}

/** The two arrays of a split, in a folder or an archive. */
interface Arrays {
  readonly names: Names;
  /** The files that they are in. */
  readonly sources: readonly string[];
  read(name: string): Tensor;
  close(): void;
}

function openArrays(path: string, split: Split): Arrays {
  return statSync(path).isDirectory() ? inFolder(path, split) : inArchive(path, split);
}

function inFolder(path: string, split: Split): Arrays {
  const file = (name: string) => join(path, `${name}.npy`);
  const names = namesAmong(path, split, (name) => existsSync(file(name)));
  return { names, sources: names.map(file), read: (name) => readNpy(file(name)), close: () => {} };
}

function inArchive(path: string, split: Split): Arrays {
  const archive = asDataset(path, () => new ZipArchive(path));
  try {
    const names = namesAmong(path, split, (name) => archive.names.includes(`${name}.npy`));
    const read = (name: string) =>
      parseNpy(
        `${path}, ${name}`,
        asDataset(path, () => archive.read(`${name}.npy`)),
      );
    return { names, sources: [path], read, close: () => archive.close() };
  } catch (error) {
    archive.close();
    throw error;
  }
}

function namesAmong(path: string, split: Split, has: (name: string) => boolean): Names {
  const found = NAMES[split].find((names) => names.every(has));
  if (found) return found;
  throw refuse(
    path,
    `arrays ${NAMES[split].map(([images, labels]) => `${images} with ${labels}`).join(", or ")}`,
    "neither",
  );
}

async function decode(path: string, split: Split, { names, read }: Arrays, target: string): Promise<void> {
  const [imagesName, labelsName] = names;
  const arrays = scope(() =>
    noGrad(() => [
      planes(`${path}, ${imagesName}`, read(imagesName)),
      wholeNumbers(`${path}, ${labelsName}`, read(labelsName)),
    ]),
  ) as [Tensor, Tensor];
  const [images, labels] = arrays;
  try {
    const [count] = images.shape;
    if (count !== labels.numel)
      throw refuse(`${path}, ${labelsName}`, `${count} labels, one an image`, String(labels.numel));
    const shape = images.shape as [number, number, number, number];
    await writeDecoded(target, { shape, files: [split] }, (add) => fill(images, labels, add));
  } finally {
    for (const tensor of arrays) tensor.dispose();
  }
}

async function fill(images: Tensor, labels: Tensor, add: (images: Uint8Array) => void): Promise<DecodedEnding> {
  const digest = createHash("sha256");
  const [count = 0] = images.shape;
  for (let start = 0; start < count; start += CHUNK) {
    const bytes = scope(() =>
      images
        .narrow(0, start, Math.min(CHUNK, count - start))
        .contiguous()
        .toBytes(),
    );
    digest.update(bytes);
    add(bytes);
    await setImmediate(); // lets go of the bytes: else all of them would be in memory at the end
  }
  const own = BigInt64Array.from(labels.toTypedArray() as BigInt64Array);
  return { labels: own, sha256: [digest.update(labels.toBytes()).digest()] };
}

/** Images as a view `[N, C, H, W]`. */
function planes(name: string, images: Tensor): Tensor {
  const { shape, dtype } = images;
  const isColour = (channels: number | undefined) => channels === 1 || channels === 3;
  if (dtype !== "uint8")
    throw refuse(name, "uint8 pixels, 0 to 255", `${dtype}; multiply by 255 and round if they are in 0..1`);
  if (shape.length === 3) return images.unsqueeze(1);
  if (shape.length === 4 && isColour(shape[3])) return images.permute([0, 3, 1, 2]);
  if (shape.length === 4 && isColour(shape[1])) return images;
  throw refuse(name, "[N, H, W], [N, H, W, C] or [N, C, H, W] with 1 or 3 channels", `[${shape.join(", ")}]`);
}

/** Labels as int64 `[N]`. */
function wholeNumbers(name: string, labels: Tensor): Tensor {
  const { shape, dtype, numel } = labels;
  if (!/^u?int/.test(dtype)) throw refuse(name, "whole numbers", dtype);
  if (numel === 0 || numel !== shape[0]) throw refuse(name, "[N] or [N, 1]", `[${shape.join(", ")}]`);
  return labels.reshape([numel]).to({ dtype: "int64" }).contiguous();
}

/** Classes are the numbers from 0; each has images to train on. @throws DatasetError where one has not, or images do not fit. */
function checkedClasses(path: string, { train, test }: Record<Split, DecodedSet>): string[] {
  const size = (set: DecodedSet) => set.images.shape.slice(1).join(" × ");
  if (size(train) !== size(test)) throw refuse(path, `test images of ${size(train)}, as those of training`, size(test));
  const seen = { train: labelsIn(train), test: labelsIn(test) };
  for (const [split, labels] of Object.entries(seen)) {
    const negative = [...labels].find((label) => label < 0);
    if (negative !== undefined) throw refuse(`${path} (${split} split)`, "labels from 0", String(negative));
  }
  const most = Math.max(...seen.train, 1);
  const absent = most > train.labels.numel ? undefined : firstAbsent(seen.train, most);
  if (most > train.labels.numel || absent !== undefined)
    throw refuse(
      path,
      `training images of every class from 0 to ${most}`,
      `none of class ${absent ?? firstAbsent(seen.train, most)}`,
    );
  const stranger = [...seen.test].find((label) => !seen.train.has(label));
  if (stranger !== undefined)
    throw refuse(path, `test labels from 0 to ${most}, as those of training`, String(stranger));
  return Array.from({ length: most + 1 }, (_, label) => String(label));
}

function labelsIn({ labels }: DecodedSet): ReadonlySet<number> {
  return new Set(Array.from(labels.toTypedArray(), Number));
}

function firstAbsent(labels: ReadonlySet<number>, most: number): number | undefined {
  for (let label = 0; label <= most; label++) if (!labels.has(label)) return label;
  return undefined;
}

function asDataset<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof ZipError)) throw cause;
    throw new DatasetError({ code: "corrupt", problem: cause.problem, remedy: REMEDY, path, cause });
  }
}

const REMEDY = "save the arrays in this form with numpy.savez or numpy.save";

function refuse(path: string, expected: string, received: string): DatasetError {
  return new DatasetError({
    code: "corrupt",
    problem: `${path}: expected ${expected}, got ${received}.`,
    remedy: REMEDY,
    path,
  });
}
