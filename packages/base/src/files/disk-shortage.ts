/**
 * Whether a disk has room for what is about to be written.
 *
 * @module
 */
import { existsSync, statfsSync } from "node:fs";
import path from "node:path";
import { formatMegabytes } from "../text/number-words.js";

/** What is too little on the disk of a folder, there yet or not, in words; `undefined` where there is enough. */
export function describeDiskShortage(folder: string, wanted: number): string | undefined {
  const place = nearestFolder(folder);
  const { bavail, bsize } = statfsSync(place);
  const free = bavail * bsize;
  return free < wanted
    ? `${formatMegabytes(free)} of disk left at ${place}, ${formatMegabytes(wanted)} wanted`
    : undefined;
}

/** The folder itself, or the nearest above it that is there. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(path.dirname(folder));
}
