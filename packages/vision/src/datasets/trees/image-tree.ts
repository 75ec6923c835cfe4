/**
 * Decodes a tree of image files once, into one file of the cache that is mapped, at any size.
 *
 *     listing (file, label) ─ decode ─ resize, crop ─ planes ─ CACHE/decoded/….safetensors
 *
 * A few hundred images are in memory at a time, so a data set may be larger than memory.
 * @module
 */
import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { DatasetError } from "../../error.js";
import type { EvaluationTransform } from "../../images/evaluation-transform.js";
import { writeDecoded } from "../cache/decoded-writer.js";
import type { Split } from "../contract/format.js";
import type { DamagedImages } from "../contract/kind.js";
import { CHANNELS, decodeImage } from "./decode-image.js";
import type { FileTree } from "./file-tree.js";

/** The files of one split of a tree, with their classes. */
export interface Listing {
  readonly split: Split;
  readonly tree: FileTree;
  readonly files: readonly { readonly path: string; readonly label: number }[];
  /** Paths of the files next to them that are not images. */
  readonly others: readonly string[];
}

/** How image files are decoded. */
export interface TreePolicy {
  /** Side of the decoded square images, in pixels. */
  readonly size: number;
  /** Refuse an image of a different size; else its shorter side is resized to `size`, and its middle cut out. */
  readonly exact: boolean;
  /** Resize and crop as torchvision does; `size` is its crop. */
  readonly transform?: EvaluationTransform;
  /** What to do with files that are damaged, or of a different size. */
  readonly damaged: DamagedImages;
}

/** A file that cannot be used, and why. */
interface Damage {
  readonly path: string;
  readonly why: string;
}

const IMAGES_AT_ONCE = 256;
/** Number of damaged files that are listed. */
const LISTED = 10;

/**
 * Decodes a listing into a file of the cache, see `decoded-cache.ts`: its one source file is named after the split, and its checksum
 * covers every path, label and file. Gray images get three equal channels; transparent pixels are shown on black.
 *
 * @param onProgress called with the number of files decoded so far.
 * @throws DatasetError that lists the damaged files, if they are to be refused, or a class has no other images; nothing is written
 *   then.
 */
export async function decodeTree(
  target: string,
  listing: Listing,
  policy: TreePolicy,
  onProgress: (done: number) => void = () => {},
): Promise<void> {
  const damage = await decodeWhole(target, listing, policy, [], onProgress);
  if (damage.length === 0) return;
  if (policy.damaged === "refuse") throw createDamageError(listing.tree.root, damage);
  const isDamaged = new Set(damage.map(({ path }) => path));
  const files = listing.files.filter(({ path }) => !isDamaged.has(path));
  const labels = new Set(files.map(({ label }) => label));
  if (listing.files.some(({ label }) => !labels.has(label)))
    throw createDamageError(listing.tree.root, damage, "replace them: a class has no other images");
  await decodeWhole(target, { ...listing, files }, policy, damage, onProgress);
}

/** Writes the file, unless files are damaged. @returns the damaged files. */
async function decodeWhole(
  target: string,
  { split, files, tree }: Listing,
  policy: TreePolicy,
  skipped: readonly Damage[],
  onProgress: (done: number) => void,
): Promise<Damage[]> {
  const { default: sharp } = await import("sharp"); // loaded only where images are decoded
  const shape = [files.length, CHANNELS, policy.size, policy.size] as const;
  const damage: Damage[] = [];
  await writeDecoded(target, { shape, files: [split], skipped: skipped.map(({ path }) => path) }, async (add) => {
    const digest = createHash("sha256");
    for (let start = 0; start < files.length; start += IMAGES_AT_ONCE) {
      const some = files.slice(start, start + IMAGES_AT_ONCE);
      const images = await mapConcurrently(some, ({ path }) => decodeImage(tree, path, policy, sharp));
      for (const [index, image] of images.entries()) {
        const { path, label } = some[index] as Listing["files"][number];
        if (image instanceof Error) damage.push({ path, why: image.message });
        else if (damage.length === 0) {
          digest.update(`${path}\0${label}\0`).update(image.sha256);
          add(image.pixels);
        }
      }
      onProgress(Math.min(files.length, start + IMAGES_AT_ONCE));
    }
    if (damage.length > 0) return null;
    return { labels: BigInt64Array.from(files, ({ label }) => BigInt(label)), sha256: [digest.digest()] };
  });
  return damage;
}

/** Runs `work` on every item, as many at once as there are cores, and one more to read ahead. @returns the results in order. */
async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const queue = items.entries();
  const lane = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, lane));
  return results;
}

function createDamageError(
  root: string,
  damage: readonly Damage[],
  remedy = "replace these files, or skip them: damagedImages=skip in a recipe, --skip-damaged elsewhere",
): DatasetError {
  const details = damage.slice(0, LISTED).map(({ path, why }) => `✖ ${path}: ${why}`);
  if (damage.length > LISTED) details.push(`… and ${damage.length - LISTED} more`);
  const problem = `${root}: ${damage.length} image file${damage.length > 1 ? "s" : ""} cannot be used.`;
  return new DatasetError({ code: "corrupt", problem, details, remedy, path: root });
}
