/**
 * What is on the disk of a data set that is a tree of image files; its images are neither listed nor decoded.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { type DatasetPresence, describeUnofficialSizes, inspectFile } from "../contract/presence.js";
import { TINY_IMAGENET_ZIP } from "./tiny-imagenet.js";

/** Looks at a folder or an archive. @param place `undefined` if none was found. @param isTiny whether it is Tiny ImageNet. */
export function inspectTree(name: string, place: string | undefined, isTiny: boolean): DatasetPresence {
  if (place === undefined) {
    const remedy = isTiny
      ? "it is downloaded when first used; or name its folder or archive with --data-dir"
      : "name a folder or an archive of images";
    return { name, state: "absent", place: null, files: [], problem: null, remedy };
  }
  if (!statSync(place).isDirectory()) {
    const official = basename(place) === basename(TINY_IMAGENET_ZIP.url) ? TINY_IMAGENET_ZIP.bytes : undefined;
    const files = [inspectFile(place, official)];
    const problem = describeUnofficialSizes(files);
    return { name, state: "found", place, files, problem, remedy: problem && "delete it to have it downloaded again" };
  }
  const lacking = isTiny ? findMissingParts(place) : [];
  if (lacking.length === 0) return { name, state: "found", place, files: [], problem: null, remedy: null };
  return {
    ...{ name, state: "incomplete", place, files: [] },
    problem: `${place}: Tiny ImageNet lacks ${lacking.join(", ")} here.`,
    remedy: `unpack ${TINY_IMAGENET_ZIP.url} again, or name the archive itself`,
  };
}

/** Parts of Tiny ImageNet that a folder lacks: files, or folders of classes. */
function findMissingParts(folder: string): string[] {
  const files = ["wnids.txt", "words.txt", "val/val_annotations.txt", "val/images", "train"];
  const lacking = files.filter((path) => !existsSync(join(folder, path)));
  if (lacking.length > 0) return lacking;
  const folders = new Set(readdirSync(join(folder, "train")));
  const classes = readFileSync(join(folder, "wnids.txt"), "utf8").split("\n").filter(Boolean);
  const absent = classes.filter((wnid) => !folders.has(wnid.trim()));
  return absent.length > 0 ? [`the training images of ${absent.length} of its ${classes.length} classes`] : [];
}
