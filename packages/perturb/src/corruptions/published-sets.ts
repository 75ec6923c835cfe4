/**
 * The corrupted images as they were published, where the user has them.
 *
 *     CIFAR-10-C/<corruption>.npy     uint8 [50000, 32, 32, 3], severity 1 to 5 one after the other, in the order of the test set
 *     CIFAR-10-C/labels.npy           [50000]
 *     Tiny-ImageNet-C/<corruption>/<severity>/<wnid>/*.JPEG
 *
 * Tiny-ImageNet-C was made from other files than the test pictures of Tiny ImageNet: it brings its own labels, and its accuracy
 * does not compare with that on the clean test pictures.
 * @module
 */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mapSafetensors, readNpy, scope, type Tensor } from "@selectivity-lab/torch";
import { decodeTree, folderTree, imageFiles } from "@selectivity-lab/vision";
import { CorruptionError } from "./contract/error.js";

/** Images with their labels; both belong to the caller's scope. */
export interface LabelledImages {
  /** uint8 `[N, C, H, W]`. */
  readonly images: Tensor;
  /** int64 `[N]`. */
  readonly labels: Tensor;
}

/** Which images of which folder. */
export interface PublishedWish {
  readonly folder: string;
  readonly corruption: string;
  readonly severity: number;
  /** The first so many. */
  readonly count: number;
  /** Side of the images wanted. */
  readonly size: number;
  /** Names of the folders of the classes in label order, where the images come as files. */
  readonly wnids: readonly string[];
}

/** Images a severity in a file of CIFAR-10-C. */
const A_SEVERITY = 10_000;

/**
 * Reads published images.
 *
 * @throws {@link CorruptionError} where the folder has not what it should; NpyError or DatasetError for damaged files.
 */
export async function readPublished(wish: PublishedWish): Promise<LabelledImages> {
  const { folder, corruption, severity } = wish;
  const name = corruption === "frost_proc" ? "frost" : corruption;
  if (existsSync(join(folder, "labels.npy"))) return readCifarC(wish, join(folder, `${name}.npy`));
  const tree = join(folder, name, String(severity));
  if (existsSync(tree)) return readTinyC(wish, tree);
  throw new CorruptionError({
    code: "missing-material",
    problem: `${folder}: expected ${name}.npy and labels.npy, or a folder ${name}/${severity}, found neither.`,
    remedy: "name the folder of CIFAR-10-C or Tiny-ImageNet-C, or omit it to generate the images",
    path: folder,
  });
}

function readCifarC({ folder, severity, count, size }: PublishedWish, file: string): LabelledImages {
  if (!existsSync(file))
    throw new CorruptionError({
      code: "missing-material",
      problem: `${file} does not exist.`,
      remedy: "omit this corruption, or download it",
      path: file,
    });
  return scope(() => {
    const [all, labels] = [readNpy(file), readNpy(join(folder, "labels.npy"))];
    const expected = [5 * A_SEVERITY, size, size, 3];
    if (all.dtype !== "uint8" || all.shape.join() !== expected.join() || labels.numel !== 5 * A_SEVERITY)
      throw new CorruptionError({
        code: "corrupt-material",
        problem: `${file}: expected uint8 images [${expected.join(", ")}] and as many labels, got ${all} and ${labels.numel} labels.`,
        remedy: "use these files only with the data set that they were made from",
        path: file,
      });
    const first = (severity - 1) * A_SEVERITY;
    const rows = Math.min(count, A_SEVERITY);
    return {
      images: all.narrow(0, first, rows).permute([0, 3, 1, 2]).contiguous(),
      labels: labels.narrow(0, first, rows).to({ dtype: "int64" }),
    };
  });
}

async function readTinyC({ count, size, wnids }: PublishedWish, folder: string): Promise<LabelledImages> {
  const tree = folderTree(folder);
  const here = new Set(tree.folders(""));
  const files = wnids.flatMap((wnid, label) =>
    here.has(wnid) ? imageFiles(tree, wnid).map((path) => ({ path, label })) : [],
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
      { split: "test", tree, files: spreadOver(files, count) },
      { size, exact: true, damaged: "refuse" },
    );
    const { tensors } = mapSafetensors(target);
    return scope(() => ({
      images: (tensors.get("images") as Tensor).clone(),
      labels: (tensors.get("labels") as Tensor).clone(),
    }));
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** So many of a list, evenly spread, so that all classes are among them. */
function spreadOver<Item>(items: readonly Item[], count: number): Item[] {
  const wanted = Math.min(count, items.length);
  return Array.from({ length: wanted }, (_, i) => items[Math.floor((i * items.length) / wanted)] as Item);
}
