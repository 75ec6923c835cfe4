/**
 * Data sets that are trees of image files: decoded once into one file that is mapped, whatever their size.
 *
 *     listing (file, label) ─ decode ─ resize, crop ─ planes ─ CACHE/decoded/….safetensors
 *
 * Images go through memory a few hundred at a time, so a data set may be larger than it.
 * @module
 */
import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import type { Sharp, SharpOptions } from "sharp";
import { DatasetError } from "../../error.js";
import { writeDecoded } from "../cache/decoded-writer.js";
import type { Split } from "../contract/format.js";
import type { DamagedImages } from "../contract/kind.js";
import type { FileTree } from "./file-tree.js";

/** One split of a tree: which files, of which class. */
export interface Listing {
  readonly split: Split;
  readonly tree: FileTree;
  readonly files: readonly { readonly path: string; readonly label: number }[];
}

/** How files become pixels. */
export interface TreePolicy {
  /** Pixels a side of the square images that come out. */
  readonly size: number;
  /** Whether an image of another size is refused; else its shorter side is resized to `size`, and its middle cut out. */
  readonly exact: boolean;
  /** What becomes of files that are no whole images, or of another size. */
  readonly damaged: DamagedImages;
}

/** A file that cannot be used, and why. */
interface Damage {
  readonly path: string;
  readonly why: string;
}

const CHANNELS = 3;
const IMAGES_AT_ONCE = 256;
/** Damaged files that are listed. */
const LISTED = 10;

/**
 * Decodes a listing into a file of the cache, see `decoded-cache.ts`: its one source file is called after the split, with the SHA-256
 * of every path, label and file. Grey images have three equal channels; an alpha channel is dropped.
 *
 * @param onProgress told how many files have been decoded.
 * @throws DatasetError listing the damaged files, where these are to be refused, or nothing of a class is whole; nothing is
 *   written then.
 */
export async function decodeTree(
  target: string,
  listing: Listing,
  policy: TreePolicy,
  onProgress: (done: number) => void = () => {},
): Promise<void> {
  const damage = await decodeWhole(target, listing, policy, [], onProgress);
  if (damage.length === 0) return;
  if (policy.damaged === "refuse") throw refuse(listing.tree.root, damage);
  const isDamaged = new Set(damage.map(({ path }) => path));
  const files = listing.files.filter(({ path }) => !isDamaged.has(path));
  const labels = new Set(files.map(({ label }) => label));
  if (listing.files.some(({ label }) => !labels.has(label)))
    throw refuse(listing.tree.root, damage, "replace them: a class has no other images");
  await decodeWhole(target, { ...listing, files }, policy, damage, onProgress);
}

/** Writes the file, unless there is damage: which it returns. */
async function decodeWhole(
  target: string,
  { split, files, tree }: Listing,
  policy: TreePolicy,
  skipped: readonly Damage[],
  onProgress: (done: number) => void,
): Promise<Damage[]> {
  const { default: sharp } = await import("sharp"); // only who decodes images loads the library that does
  const shape = [files.length, CHANNELS, policy.size, policy.size] as const;
  const damage: Damage[] = [];
  await writeDecoded(target, { shape, files: [split], skipped: skipped.map(({ path }) => path) }, async (add) => {
    const digest = createHash("sha256");
    for (let start = 0; start < files.length; start += IMAGES_AT_ONCE) {
      const some = files.slice(start, start + IMAGES_AT_ONCE);
      const images = await eachOf(some, ({ path }) => decodeImage(tree, path, policy, sharp));
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

interface DecodedImage {
  /** 3·S·S, plane by plane. */
  readonly pixels: Uint8Array;
  /** Of the file. */
  readonly sha256: Uint8Array;
}

type Open = (file: Buffer, options: SharpOptions) => Sharp;

async function decodeImage(
  tree: FileTree,
  path: string,
  { size, exact }: TreePolicy,
  open: Open,
): Promise<DecodedImage | Error> {
  try {
    const file = Buffer.from(await tree.read(path));
    const image = open(file, { failOn: "warning" });
    const { width, height } = await image.metadata();
    if (exact && (width !== size || height !== size))
      return new Error(`expected an image of ${size} × ${size}, got ${width} × ${height}`);
    if (!exact) image.autoOrient().resize(size, size, { fit: "cover", position: "centre", kernel: "cubic" });
    const { data, info } = await image.toColourspace("srgb").removeAlpha().raw().toBuffer({ resolveWithObject: true });
    return { pixels: toPlanes(data, info.channels, size), sha256: createHash("sha256").update(file).digest() };
  } catch (error) {
    return new Error((error as Error).message.split("\n", 1)[0]);
  }
}

/** From pixels beside each other to planes one after the other; a single channel becomes all three. */
function toPlanes(pixels: Uint8Array, channels: number, size: number): Uint8Array {
  const area = size ** 2;
  const planes = new Uint8Array(CHANNELS * area);
  for (let channel = 0; channel < CHANNELS; channel++)
    for (let at = 0, from = Math.min(channel, channels - 1); at < area; at++, from += channels)
      planes[channel * area + at] = pixels[from] as number;
  return planes;
}

/** All results in order, with as many under way as there are cores, and one more to read ahead. */
async function eachOf<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const queue = items.entries();
  const lane = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, lane));
  return results;
}

function refuse(
  root: string,
  damage: readonly Damage[],
  remedy = "replace these files, or skip them: damagedImages=skip in a recipe, --skip-damaged elsewhere",
): DatasetError {
  const details = damage.slice(0, LISTED).map(({ path, why }) => `✖ ${path}: ${why}`);
  if (damage.length > LISTED) details.push(`… and ${damage.length - LISTED} more`);
  const problem = `${root}: ${damage.length} image file${damage.length > 1 ? "s" : ""} cannot be used.`;
  return new DatasetError({ code: "corrupt", problem, details, remedy, path: root });
}
