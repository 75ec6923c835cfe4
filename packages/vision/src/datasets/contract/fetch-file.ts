/**
 * Downloads one large file: piece by piece, continuing an earlier try that broke off, with a checksum at the end.
 *
 *     TARGET.partial     the part received so far
 *     TARGET             the whole file, once its checksum matches
 *
 * @module
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { DatasetError } from "../../error.js";
import type { Download } from "./format.js";

/** The part of `fetch` that is used; tests pass their own. */
export type Fetch = (
  url: string,
  options?: { headers?: Record<string, string> },
) => Promise<Pick<Response, "ok" | "status" | "headers" | "body">>;

/** Called with the number of bytes received so far, and in all if the server says so. */
export type FetchProgress = (url: string, received: number, total: number | undefined) => void;

/**
 * Downloads a file.
 *
 * @throws DatasetError if the address does not answer, breaks off (the part received is kept, and the next try continues there), or
 *   serves bytes other than the official ones (nothing is kept).
 */
export async function fetchFile(
  { url, md5 }: Download,
  target: string,
  fetch: Fetch,
  onProgress: FetchProgress = () => {},
): Promise<void> {
  const partial = `${target}.partial`;
  try {
    await append(url, partial, fetch, onProgress);
  } catch (error) {
    if ((await stat(partial)).size === 0) await rm(partial);
    throw error;
  }
  const received = await computeMd5(partial);
  if (received !== md5) {
    const { size } = await stat(partial);
    await rm(partial);
    throw createDownloadError(url, `expected a file of MD5 ${md5}, got ${size} bytes of MD5 ${received}`);
  }
  await rename(partial, target);
}

/** Continues a partial file to its end. */
async function append(url: string, partial: string, fetch: Fetch, onProgress: FetchProgress): Promise<void> {
  const file = await open(partial, "a");
  try {
    let { size } = await file.stat();
    const response = await ask(url, size, fetch);
    if (response.status === 416) return; // there is nothing more: either the file is complete, or its checksum will not match
    if (size > 0 && response.status !== 206) {
      await file.truncate(0); // the server starts over
      size = 0;
    }
    await receive(url, file, size, response, onProgress);
    await file.sync();
  } finally {
    await file.close();
  }
}

type Answer = Awaited<ReturnType<Fetch>>;

async function ask(url: string, from: number, fetch: Fetch): Promise<Answer> {
  const response = await fetch(url, from > 0 ? { headers: { Range: `bytes=${from}-` } } : {}).catch((cause: Error) => {
    throw createDownloadError(url, `cannot be downloaded: ${describeRootCause(cause)}`, cause);
  });
  if (!response.ok && response.status !== 416)
    throw createDownloadError(url, `cannot be downloaded: status ${response.status}`);
  return response;
}

async function receive(
  url: string,
  file: FileHandle,
  from: number,
  { headers, body }: Answer,
  onProgress: FetchProgress,
): Promise<void> {
  const length = headers.get("content-length");
  const total = length === null ? undefined : from + Number(length);
  let size = from;
  try {
    for await (const chunk of body ?? []) {
      await file.appendFile(chunk);
      size += chunk.byteLength;
      onProgress(url, size, total);
    }
  } catch (cause) {
    throw createDownloadError(url, `broke off after ${size} bytes: ${describeRootCause(cause as Error)}`, cause, KEPT);
  }
  if (total !== undefined && size < total)
    throw createDownloadError(url, `broke off after ${size} of ${total} bytes`, undefined, KEPT);
}

const KEPT = "try again: the part received so far is kept, and the download continues from there";

function createDownloadError(
  url: string,
  what: string,
  cause?: unknown,
  remedy = "check the connection, or fetch the files another way",
): DatasetError {
  return new DatasetError({ code: "download", problem: `${url}: ${what}.`, remedy, cause });
}

async function computeMd5(path: string): Promise<string> {
  const hash = createHash("md5");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

/** Describes a failed fetch: Node says only "fetch failed"; its cause says what failed. */
function describeRootCause(error: Error): string {
  return error.cause instanceof Error ? describeRootCause(error.cause) : error.message;
}
