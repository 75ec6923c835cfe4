/**
 * Fetches one large file: in pieces as they come, from where an earlier try broke off, checked at its end.
 *
 *     TARGET.partial     what has come so far
 *     TARGET             the whole file, once its checksum is right
 *
 * @module
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { DatasetError } from "../../error.js";
import type { Download } from "./format.js";

/** The part of `fetch` that is used; tests give their own. */
export type Fetch = (
  url: string,
  options?: { headers?: Record<string, string> },
) => Promise<Pick<Response, "ok" | "status" | "headers" | "body">>;

/** Told how many bytes have come, of how many in all where the server says so. */
export type FetchProgress = (url: string, received: number, total: number | undefined) => void;

/**
 * Fetches a file.
 *
 * @throws DatasetError when the address does not answer, breaks off (what has come is kept, and the next try goes on there), or
 * serves other bytes than the official ones (nothing is kept).
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
  const received = await md5Of(partial);
  if (received !== md5) {
    const { size } = await stat(partial);
    await rm(partial);
    throw failed(url, `expected a file of MD5 ${md5}, got ${size} bytes of MD5 ${received}`);
  }
  await rename(partial, target);
}

/** Brings a partial file to the server's end of it. */
async function append(url: string, partial: string, fetch: Fetch, onProgress: FetchProgress): Promise<void> {
  const file = await open(partial, "a");
  try {
    let { size } = await file.stat();
    const response = await ask(url, size, fetch);
    if (response.status === 416) return; // there is nothing beyond: the file is whole, or its checksum will tell
    if (size > 0 && response.status !== 206) {
      await file.truncate(0); // the server starts over, and so do we
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
    throw failed(url, `cannot be downloaded: ${rootCause(cause)}`, cause);
  });
  if (!response.ok && response.status !== 416) throw failed(url, `cannot be downloaded: status ${response.status}`);
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
    throw failed(url, `broke off after ${size} bytes: ${rootCause(cause as Error)}`, cause, KEPT);
  }
  if (total !== undefined && size < total)
    throw failed(url, `broke off after ${size} of ${total} bytes`, undefined, KEPT);
}

const KEPT = "try again: the part received so far is kept, and the download continues from there";

function failed(
  url: string,
  what: string,
  cause?: unknown,
  remedy = "check the connection, or fetch the files another way",
): DatasetError {
  return new DatasetError({ code: "download", problem: `${url}: ${what}.`, remedy, cause });
}

async function md5Of(path: string): Promise<string> {
  const hash = createHash("md5");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

/** Node's fetch says only "fetch failed"; what failed is in its cause. */
function rootCause(error: Error): string {
  return error.cause instanceof Error ? rootCause(error.cause) : error.message;
}
