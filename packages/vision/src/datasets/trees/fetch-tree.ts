/**
 * Downloads Tiny ImageNet, the one tree of image files that has an official address.
 *
 * @module
 */
import { renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeFolder, summarizeError } from "@selectivity-lab/base";
import { DatasetError } from "../../error.js";
import { fetchFile } from "../contract/fetch-file.js";
import type { LoadOptions } from "../contract/kind.js";
import { cacheFolder, dataFolders } from "../contract/locate.js";
import { TINY_IMAGENET_ZIP } from "./tiny-imagenet.js";

/**
 * Downloads the archive into the cache and leaves it packed: the file system keeps one file, not 120,000.
 *
 * @returns its path.
 * @throws DatasetError if it may not be downloaded, or cannot be.
 */
export async function fetchTinyImagenet(options: LoadOptions): Promise<string> {
  const { dataDirs = [], environment = process.env, download = true, notify = () => {} } = options;
  const folders = dataFolders(dataDirs, environment);
  if (!download) throw createNotFoundError(folders);
  const cache = cacheFolder(environment);
  const target = join(cache, basename(TINY_IMAGENET_ZIP.url));
  const partial = join(cache, "downloads", basename(TINY_IMAGENET_ZIP.url));
  makeFolder(dirname(partial));
  notify(`Downloading Tiny ImageNet to ${cache}`);
  await fetchFile(TINY_IMAGENET_ZIP, partial, options.fetch ?? globalThis.fetch, options.onProgress).catch(
    (cause: Error) => {
      throw createNotFoundError(folders, cause);
    },
  );
  renameSync(partial, target);
  return target;
}

function createNotFoundError(folders: readonly string[], cause?: Error): DatasetError {
  return new DatasetError({
    code: "missing",
    problem: "Tiny ImageNet was not found.",
    details: [
      "expected  a folder with wnids.txt, words.txt, train/ and val/; or a folder, .zip or .tar of that named tiny-imagenet-…",
      ...folders.map((folder, index) => `${index === 0 ? "searched" : "        "}  ${folder}`),
      ...(cause ? [`download  ${summarizeError(cause)}`] : []),
    ],
    remedy: `put ${TINY_IMAGENET_ZIP.url} into a folder, and name that folder with --data-dir or SELECTIVITY_DATA`,
    cause,
  });
}
