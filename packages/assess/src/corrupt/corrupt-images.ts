/**
 * Corrupted images as files: a sheet to look at, or arrays for other tools.
 *
 *     OUT.png    one row per corruption, one column per severity
 *     OUT.npy    uint8 [N, H, W, C] of one corruption at one severity
 *     OUT/       <corruption>.npy uint8 [S · N, H, W, C], one severity after the other, and labels.npy: the layout of CIFAR-10-C
 *
 * @module
 */
import { existsSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { explainAbsence, makeFolder, requireWritable, writeFileAtomically } from "@selectivity-lab/base";
import {
  corrupt,
  type FrostPhotographs,
  parseCorruptionNames,
  readFrostPhotographs,
  type SeverityTable,
  tableFor,
} from "@selectivity-lab/perturb";
import { cat, scope, type Tensor, tensor, writeNpy } from "@selectivity-lab/torch";
import { loadDataset, readImage } from "@selectivity-lab/vision";
import { RobustnessError } from "../error.js";
import { checkPictureSize } from "./check-picture-size.js";
import { drawCorruptionSheet } from "./sheet.js";

/** What to corrupt, and where to write it. */
export interface CorruptImagesOptions {
  /** Names of corruptions, or `all` or `standard`. */
  readonly corruptions: readonly string[];
  readonly severities: readonly number[];
  readonly out: string;
  readonly seed?: number | undefined;
  /** Positions of images in the data set's split; by default the first four for a picture, all for arrays. */
  readonly imageIndices?: readonly number[] | undefined;
  readonly split?: "train" | "test" | undefined;
  /** Table of severities; by default that of the images' shorter side. */
  readonly table?: SeverityTable | undefined;
  /** Folder of the original frost photographs. */
  readonly frost?: string | undefined;
  readonly dataDirs?: readonly string[];
  /** Longest side to which an image file is reduced before it is corrupted, in pixels; as it is by default. */
  readonly maxSize?: number | undefined;
  /** Called with a line about what is not as it seems, such as a picture with several frames. */
  readonly notify?: ((line: string) => void) | undefined;
  /** Called after each corruption at each severity. */
  readonly onCorrupted?: ((done: number, of: number) => void) | undefined;
}

/** What was written. */
export interface CorruptedFiles {
  /** Paths of the files. */
  readonly files: readonly string[];
  /** The table of severities that was used. */
  readonly table: SeverityTable;
}

/** Number of images in a picture by default. */
const SHOWN = 4;

/**
 * Corrupts images and writes them.
 *
 * @param where an image file, or the name of a data set.
 * @throws {@link RobustnessError}, CorruptionError or DatasetError; nothing is written then.
 */
export async function corruptImages(where: string, options: CorruptImagesOptions): Promise<CorruptedFiles> {
  const { out, seed = 0 } = options;
  const form = chooseForm(out);
  const corruptions = parseCorruptionNames(options.corruptions, { frost: options.frost !== undefined });
  const severities = [...new Set(options.severities)].sort();
  if (form === "array" && corruptions.length * severities.length > 1)
    throw new RobustnessError({
      code: "one-array-only",
      problem: `${out}: a .npy file holds one corruption at one severity, got ${corruptions.length} × ${severities.length} (corruptions × severities)`,
      remedy: "name a folder with --out, or one corruption and one severity with --corruptions and --severities",
      path: out,
    });
  requireOther(where, out);
  requirePlace(out, form);
  const copies = form === "picture" ? corruptions.length * (1 + severities.length) : severities.length;
  const most = form === "picture" ? SHOWN : Number.POSITIVE_INFINITY;
  const { images, labels, indices } = await readImages(where, options, { most, copies });
  const table = options.table ?? tableFor(Math.min(...images.shape.slice(2)));
  const frost = options.frost === undefined ? undefined : await readFrostPhotographs(options.frost, table);
  const onEach = countCalls(corruptions.length * severities.length, options.onCorrupted);
  const how = { corruptions, severities, seed, indices, table, frost, onEach };
  try {
    if (form === "picture") {
      writeFileAtomically(out, [await drawCorruptionSheet(images, how)]);
      return { files: [out], table };
    }
    const files =
      form === "array"
        ? [await writeArray(out, images, { ...how, corruption: corruptions[0] as string })]
        : await writeFolder(out, images, labels, how);
    return { files, table };
  } finally {
    for (const tensor of [images, labels]) tensor?.dispose();
  }
}

/** Counts the calls of the function it returns. */
function countCalls(of: number, report: CorruptImagesOptions["onCorrupted"]): () => void {
  let done = 0;
  return () => {
    done++;
    report?.(done, of);
  };
}

function chooseForm(out: string): "picture" | "array" | "folder" {
  const ending = path.extname(out).toLowerCase();
  if (ending === ".png") return "picture";
  if (ending === ".npy") return "array";
  if (ending === "" || (existsSync(out) && statSync(out).isDirectory())) return "folder";
  throw new RobustnessError({
    code: "unknown-output-format",
    problem: `${out}: expected a name that ends in .png or .npy, or a folder`,
    remedy: "name one with --out",
    path: out,
  });
}

/** Refuses to replace the images by what is made of them, or to write into their folder. */
function requireOther(where: string, out: string): void {
  if (!existsSync(where) || !existsSync(out) || realpathSync(where) !== realpathSync(out)) return;
  throw new RobustnessError({
    code: "would-replace-images",
    problem: `${out} is where the images are that are to be corrupted`,
    remedy: "name a different place with --out",
    path: out,
  });
}

/** Meets what would refuse the files before minutes of work. */
function requirePlace(out: string, form: "picture" | "array" | "folder"): void {
  const folder = path.dirname(out);
  if (form !== "folder" && !existsSync(folder))
    throw new RobustnessError({
      code: "folder-not-found",
      problem: explainAbsence(folder),
      remedy: "create that folder, or name a different one with --out",
      path: folder,
    });
  requireWritable(out);
}

/** How images are corrupted. */
interface CorruptOptions {
  readonly severities: readonly number[];
  readonly seed: number;
  readonly indices: Int32Array;
  readonly table: SeverityTable;
  readonly frost: FrostPhotographs | undefined;
  /** Called after each corruption at each severity. */
  readonly onEach: () => void;
}

async function writeArray(
  out: string,
  images: Tensor,
  { corruption, severities, onEach, ...how }: CorruptOptions & { corruption: string },
): Promise<string> {
  const made: Tensor[] = [];
  try {
    for (const severity of severities) {
      made.push(await corrupt(images, { ...how, corruption, severity }));
      onEach();
    }
    scope(() => writeNpy(out, cat(made).permute([0, 2, 3, 1]).contiguous()));
    return out;
  } finally {
    for (const tensor of made) tensor.dispose();
  }
}

async function writeFolder(
  out: string,
  images: Tensor,
  labels: Tensor | null,
  { corruptions, ...how }: CorruptOptions & { corruptions: readonly string[] },
): Promise<string[]> {
  makeFolder(out);
  const files: string[] = [];
  for (const corruption of corruptions)
    files.push(await writeArray(path.join(out, `${corruption}.npy`), images, { ...how, corruption }));
  if (!labels) return files;
  const file = path.join(out, "labels.npy");
  scope(() => writeNpy(file, cat(how.severities.map(() => labels))));
  return [...files, file];
}

async function readPicture(file: string, { maxSize, notify }: CorruptImagesOptions, copies: number): Promise<Tensor> {
  return await readImage(file, {
    ...{ maxSide: maxSize, notify },
    check: (width, height) => checkPictureSize({ file, width, height, copies }),
  });
}

/** Images to corrupt. */
interface ChosenImages {
  readonly images: Tensor;
  /** Null for an image file. */
  readonly labels: Tensor | null;
  readonly indices: Int32Array;
}

async function readImages(
  where: string,
  options: CorruptImagesOptions,
  { most, copies }: { most: number; copies: number },
): Promise<ChosenImages> {
  const { imageIndices: numbers, split = "test", dataDirs = [] } = options;
  const isFolder = existsSync(where) && statSync(where).isDirectory();
  if (!isFolder && (/\.(jpe?g|png|webp)$/i.test(where) || existsSync(where)))
    return { images: await readPicture(where, options, copies), labels: null, indices: Int32Array.of(0) };
  const dataset = await loadDataset(where, split, { dataDirs });
  const count = dataset.labels.numel;
  const wrong = numbers?.find((number) => number < 0 || number >= count);
  try {
    if (wrong !== undefined)
      throw new RobustnessError({
        code: "image-out-of-range",
        problem: `image indices: ${dataset.name} has images 0 to ${count - 1}, got ${wrong}`,
        remedy: `name indices from 0 to ${count - 1}`,
      });
    const indices = Int32Array.from(numbers ?? Array.from({ length: Math.min(most, count) }, (_, index) => index));
    return scope(() => {
      const rows = tensor(indices, { dtype: "int64" });
      return { images: dataset.images.indexSelect(0, rows), labels: dataset.labels.indexSelect(0, rows), indices };
    });
  } finally {
    for (const tensor of [dataset.images, dataset.labels]) tensor.dispose();
  }
}
