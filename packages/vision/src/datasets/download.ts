/**
 * Downloads a data set into the cache. Its folder appears there in one step, complete and checked, or not at all.
 * @module
 */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatasetError } from "./error.js";
import type { DatasetFormat, Download } from "./format.js";
import { unpack } from "./source-file.js";
import { untar } from "./tar.js";

/** The part of `fetch` that is used; tests give their own. */
export type Fetch = (url: string) => Promise<Pick<Response, "ok" | "status" | "arrayBuffer">>;

/** CIFAR-10's archive unpacks to 184 MB. */
const MOST_ARCHIVE_BYTES = 2 ** 29;

/**
 * Fetches every file of a data set, checks it, and puts the folder `<cache>/<name>` in place.
 *
 * Two processes may do so at once: the first to finish wins, the other's copy is dropped.
 *
 * @throws DatasetError when an address does not answer, or serves other bytes than the official ones.
 */
export async function download(format: DatasetFormat, cache: string, fetch: Fetch): Promise<void> {
  await mkdir(cache, { recursive: true });
  const temporary = await mkdtemp(join(cache, `.${format.name}-`));
  try {
    for (const source of format.downloads)
      for (const [name, bytes] of await contents(source, await fetchChecked(source, fetch)))
        await writeFlushed(join(temporary, name), bytes);
    await rename(temporary, join(cache, format.name)).catch(ignoreExisting);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function fetchChecked({ url, md5 }: Download, fetch: Fetch): Promise<Uint8Array> {
  const failed = (what: string, cause?: unknown) =>
    new DatasetError("download", `${url}: ${what}.`, "Check the connection, or fetch the files by other means.", {
      cause,
    });
  const bytes = await fetch(url)
    .then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(new Error(`status ${response.status}`))))
    .catch((cause: Error) => {
      throw failed(`cannot be downloaded: ${rootCause(cause)}`, cause);
    });
  const received = createHash("md5").update(new Uint8Array(bytes)).digest("hex");
  if (received !== md5) throw failed(`expected a file of MD5 ${md5}, got ${bytes.byteLength} bytes of MD5 ${received}`);
  return new Uint8Array(bytes);
}

/** The files to keep of one download: those of an archive, or the file itself. */
async function contents({ url }: Download, bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  if (url.endsWith(".tar.gz")) return untar(url, await unpack(url, bytes, MOST_ARCHIVE_BYTES));
  return new Map([[url.slice(url.lastIndexOf("/") + 1), bytes]]);
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

/** Node's fetch says only "fetch failed"; what failed is in its cause. */
function rootCause(error: Error): string {
  return error.cause instanceof Error ? rootCause(error.cause) : error.message;
}
