/**
 * The corrupted images as they were published, in the user's folder.
 *
 *     CIFAR-10-C/<corruption>.npy     uint8 [50000, 32, 32, 3], severity 1 to 5 one after the other, in the order of the test set
 *     CIFAR-10-C/labels.npy           [50000]
 *     Tiny-ImageNet-C/<corruption>/<severity>/<wnid>/*.JPEG
 *
 * Tiny-ImageNet-C was made from files other than the test images of Tiny ImageNet: it has its own labels, and accuracy on it cannot
 * be compared with accuracy on the clean test images.
 * @module
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mapSafetensors, readNpy, scope, type Tensor } from "@selectivity-lab/torch";
import { decodeTree, folderTree, imageFiles } from "@selectivity-lab/vision";
import { CorruptionError } from "../contract/error.js";
import { checksumMaterial } from "./checksum-material.js";

/** Images with their labels; both belong to the caller's scope. */
export interface LabelledImages {
  /** uint8 `[N, C, H, W]`. */
  readonly images: Tensor;
  /** int64 `[N]`. */
  readonly labels: Tensor;
}

/** Which images of which folder to read. */
export interface PublishedSelection {
  readonly folder: string;
  readonly corruption: string;
  readonly severity: number;
  /** Number of images: the first of CIFAR-10-C, evenly spread ones of Tiny-ImageNet-C. */
  readonly count: number;
  /** Side of the images, in pixels. */
  readonly size: number;
  /** Names of the folders of the classes in label order, for images that are files. */
  readonly wnids: readonly string[];
}

/** Number of images per severity in a file of CIFAR-10-C. */
const IMAGES_PER_SEVERITY = 10_000;

/**
 * Reads published images.
 *
 * @throws {@link CorruptionError} if the folder lacks the images; NpyError or DatasetError for damaged files.
 */
export async function readPublished(selection: PublishedSelection): Promise<LabelledImages> {
  const { folder, corruption, severity } = selection;
  const name = publishedName(corruption);
  if (existsSync(join(folder, "labels.npy"))) return readCifarC(selection, join(folder, `${name}.npy`));
  const tree = join(folder, name, String(severity));
  if (existsSync(tree)) return readTinyC(selection, tree);
  throw new CorruptionError({
    code: "missing-material",
    problem: `${folder}: expected ${name}.npy and labels.npy, or a folder ${name}/${severity}, found neither.`,
    remedy: "name the folder of CIFAR-10-C or Tiny-ImageNet-C, or omit it to generate the images",
    path: folder,
  });
}

/**
 * Checksum of the published images of one corruption, at all severities.
 *
 * @throws {@link CorruptionError} if the folder does not have them.
 */
export async function checksumPublished(folder: string, corruption: string): Promise<string> {
  const name = publishedName(corruption);
  const arrays = ["labels.npy", `${name}.npy`];
  if (arrays.every((file) => existsSync(join(folder, file)))) return checksumMaterial(folder, arrays);
  if (existsSync(join(folder, name))) return checksumMaterial(join(folder, name));
  throw new CorruptionError({
    code: "missing-material",
    problem: `${folder}: expected ${name}.npy and labels.npy, or a folder ${name}, found neither.`,
    remedy: "name the folder of CIFAR-10-C or Tiny-ImageNet-C, or omit it to generate the images",
    path: folder,
  });
}

/** The published name of a corruption: procedural frost stands in for the published one. */
function publishedName(corruption: string): string {
  return corruption === "frost_proc" ? "frost" : corruption;
}

function readCifarC({ folder, severity, count, size }: PublishedSelection, file: string): LabelledImages {
  if (!existsSync(file))
    throw new CorruptionError({
      code: "missing-material",
      problem: `${file} does not exist.`,
      remedy: "omit this corruption, or download it",
      path: file,
    });
  return scope(() => {
    const [all, labels] = [readNpy(file), readNpy(join(folder, "labels.npy"))];
    const expected = [5 * IMAGES_PER_SEVERITY, size, size, 3];
    if (all.dtype !== "uint8" || all.shape.join() !== expected.join() || labels.numel !== 5 * IMAGES_PER_SEVERITY)
      throw new CorruptionError({
        code: "corrupt-material",
        problem: `${file}: expected uint8 images [${expected.join(", ")}] and as many labels, got ${all} and ${labels.numel} labels.`,
        remedy: "use these files only with the data set that they were made from",
        path: file,
      });
    const first = (severity - 1) * IMAGES_PER_SEVERITY;
    const rows = Math.min(count, IMAGES_PER_SEVERITY);
    return {
      images: all.narrow(0, first, rows).permute([0, 3, 1, 2]).contiguous(),
      labels: labels.narrow(0, first, rows).to({ dtype: "int64" }),
    };
  });
}

async function readTinyC({ count, size, wnids }: PublishedSelection, folder: string): Promise<LabelledImages> {
  const tree = folderTree(folder);
  const here = new Set(tree.folders(""));
  const files = wnids.flatMap((wnid, label) =>
    here.has(wnid) ? imageFiles(tree, wnid).images.map((path) => ({ path, label })) : [],
  );
  if (files.length === 0)
    throw new CorruptionError({
      code: "missing-material",
      problem: `${folder}: has no images of the data set's classes.`,
      remedy: "name the folder of Tiny-ImageNet-C",
      path: folder,
    });
  const scratch = await mkdtemp(join(tmpdir(), "selectivity-"));
  try {
    const target = join(scratch, "images.safetensors");
    await decodeTree(
      target,
      { split: "test", tree, files: spreadOver(files, count), others: [] },
      { size, exact: true, damaged: "refuse" },
    );
    return scope(() => {
      const { tensors } = mapSafetensors(target);
      return { images: (tensors.get("images") as Tensor).clone(), labels: (tensors.get("labels") as Tensor).clone() };
    });
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** Picks `count` items of a list, evenly spread, so that all classes are among them. */
function spreadOver<Item>(items: readonly Item[], count: number): Item[] {
  const wanted = Math.min(count, items.length);
  return Array.from({ length: wanted }, (_, i) => items[Math.floor((i * items.length) / wanted)] as Item);
}
