/**
 * Downloads a data set into the cache. Its folder appears there atomically, complete and checked.
 *
 *     CACHE/downloads/<file>     during the download; see `fetch-file.ts`
 *     CACHE/<name>/              the files of the data set
 *
 * @module
 */

import { mkdtemp, open, readFile, rename, rm, rmdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { makeFolder } from "@selectivity-lab/base";
import { type Fetch, type FetchProgress, fetchFile } from "../contract/fetch-file.js";
import type { DatasetFormat, Download } from "../contract/format.js";
import { untar } from "../trees/tar.js";
import { unpack } from "./source-file.js";

/** CIFAR-10's archive unpacks to 184 MB. */
const MOST_ARCHIVE_BYTES = 2 ** 29;

/**
 * Downloads every file of a data set, checks it, and creates the folder `<cache>/<name>`.
 *
 * Two processes may do so at once: the first to finish wins, and the other's copy is deleted.
 *
 * @throws DatasetError if an address does not answer, or serves bytes other than the official ones.
 */
export async function download(
  format: DatasetFormat,
  cache: string,
  fetch: Fetch,
  onProgress?: FetchProgress,
): Promise<void> {
  const downloads = join(cache, "downloads");
  makeFolder(downloads);
  const temporary = await mkdtemp(join(cache, `.${format.name}-`));
  try {
    for (const source of format.downloads) {
      const file = join(downloads, `${format.name}-${basename(source.url)}`);
      await fetchFile(source, file, fetch, onProgress);
      for (const [name, bytes] of await readContents(source, file)) await writeFlushed(join(temporary, name), bytes);
      await rm(file);
    }
    await rename(temporary, join(cache, format.name)).catch(ignoreExisting);
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await rmdir(downloads).catch(ignoreExisting); // kept if it contains a partial file for the next try
  }
}

/** Reads the files of one download: those of an archive, or the file itself. */
async function readContents({ url }: Download, file: string): Promise<Map<string, Uint8Array>> {
  const bytes = await readFile(file);
  if (url.endsWith(".tar.gz")) return untar(url, await unpack(url, bytes, MOST_ARCHIVE_BYTES));
  return new Map([[basename(url), bytes]]);
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
}
