/**
 * Unpacks a gzipped archive into the cache, since it can only be read from its start.
 *
 *     CACHE/unpacked/<name>-<key>.tar
 *
 * @module
 */
import { createHash } from "node:crypto";
import { createReadStream, existsSync, renameSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { makeFolder } from "@selectivity-lab/base";
import { createCorruptFileError } from "../../error.js";

/** Endings of gzipped tar archives. */
export const GZIPPED_TAR = /\.(tar\.gz|tgz)$/i;

/**
 * Unpacks an archive atomically, or finds it unpacked already.
 *
 * @returns the path of the unpacked archive in the cache.
 * @throws DatasetError if it is not an intact gzip file.
 */
export async function unpackGzip(path: string, cache: string): Promise<string> {
  const { size, mtimeMs } = statSync(path);
  const key = createHash("sha256")
    .update(JSON.stringify([resolve(path), size, mtimeMs]))
    .digest("hex")
    .slice(0, 16);
  const folder = join(cache, "unpacked");
  const target = join(folder, `${basename(path).replace(GZIPPED_TAR, "")}-${key}.tar`);
  if (existsSync(target)) return target;
  makeFolder(folder);
  const temporary = join(folder, `.${basename(target)}.${process.pid}.tmp`);
  try {
    const file = await open(temporary, "w");
    await pipeline(createReadStream(path), createGunzip(), file.createWriteStream({ flush: true }));
    renameSync(temporary, target);
    return target;
  } catch (cause) {
    rmSync(temporary, { force: true });
    const { code, message } = cause as NodeJS.ErrnoException;
    if (!code?.startsWith("Z_")) throw cause;
    throw createCorruptFileError(path, "a whole gzip file", `bytes that do not unpack (${message})`, cause);
  }
}
