/**
 * The image files of a folder.
 *
 * A usual ending is taken at its word, since decoding checks it; any other file is recognized by its first bytes.
 * @module
 */
import { join } from "node:path";
import { DatasetError } from "../../error.js";
import type { FileTree } from "./file-tree.js";
import { HEAD_BYTES, recognizeImage } from "./image-kind.js";

const IMAGE = /\.(jpe?g|png|webp|tiff?|gif|avif)$/i;
/** Formats that others read and sharp does not: skipping them silently would make a different data set. */
const OTHER_IMAGE = /\.(bmp|dib|ppm|pgm|pbm|pnm|heic|heif|jp2|jxl)$/i;
/** What operating systems put into folders; hidden files are ignored too. */
const SYSTEM_FILE = /^(\..*|thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r)$/i;
/** Number of files that are named. */
const NAMED = 3;

/** The files of a folder, by name. */
export interface FolderFiles {
  /** Paths of the images. */
  readonly images: readonly string[];
  /** Paths of the files that are not images; what operating systems leave behind is not listed. */
  readonly others: readonly string[];
}

/**
 * Lists the files of a folder of a tree, by name.
 *
 * @throws DatasetError if the folder is missing, has no images, or has images in an unsupported format.
 */
export function imageFiles(tree: FileTree, folder: string): FolderFiles {
  return required(tree, folder, tree.has(folder) ? [filesIn(tree, folder)] : []);
}

/** Lists the files of a folder and of the folders below it. */
export function imageFilesBelow(tree: FileTree, folder: string): FolderFiles {
  return required(tree, folder, tree.has(folder) ? filesBelow(tree, folder) : []);
}

function filesBelow(tree: FileTree, folder: string): FolderFiles[] {
  const below = tree.folders(folder).flatMap((name) => filesBelow(tree, inside(folder, name)));
  return [filesIn(tree, folder), ...below];
}

function filesIn(tree: FileTree, folder: string): FolderFiles {
  const kinds = { image: [] as string[], unread: [] as string[], other: [] as string[] };
  for (const name of tree.files(folder)) if (!SYSTEM_FILE.test(name)) kinds[sort(tree, folder, name)].push(name);
  if (kinds.unread.length > 0) throw unread(join(tree.root, folder), kinds.unread);
  const paths = (names: readonly string[]) => names.map((name) => inside(folder, name));
  return { images: paths(kinds.image), others: paths(kinds.other) };
}

function sort(tree: FileTree, folder: string, name: string): "image" | "unread" | "other" {
  if (IMAGE.test(name)) return "image";
  if (OTHER_IMAGE.test(name)) return "unread";
  const kind = recognizeImage(tree.head(inside(folder, name), HEAD_BYTES));
  if (!kind) return "other";
  return kind.isRead ? "image" : "unread";
}

const inside = (folder: string, name: string) => (folder === "" ? name : `${folder}/${name}`);

function required(tree: FileTree, folder: string, found: readonly FolderFiles[]): FolderFiles {
  const images = found.flatMap((files) => files.images);
  if (images.length > 0) return { images, others: found.flatMap((files) => files.others) };
  const path = join(tree.root, folder);
  throw new DatasetError({
    code: "missing",
    problem: `${path}: expected image files of a class, ${tree.has(folder) ? "found none" : "but there is no such folder"}.`,
    remedy: "put the images of the class there (.jpg, .png, .webp, .tif, .gif, .avif), or remove the class",
    path,
  });
}

function unread(path: string, names: readonly string[]): DatasetError {
  const some = names.slice(0, NAMED).join(", ");
  return new DatasetError({
    code: "corrupt",
    problem: `${path}: has ${names.length} image${names.length > 1 ? "s" : ""} in an unsupported format: ${some}${names.length > NAMED ? ", …" : ""}.`,
    remedy: "convert them to PNG, or move them away",
    path,
  });
}
