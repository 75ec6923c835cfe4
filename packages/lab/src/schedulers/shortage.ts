/**
 * Whether the machine has room for another trial.
 *
 * @module
 */
import { readFileSync, statfsSync } from "node:fs";

/** Disk that must be left before a trial starts: its checkpoints, weights and logs, and some for everybody else. */
const LEAST_DISK = 64 * 2 ** 20;

/** How many times a worker's largest memory so far must be free before another starts. */
const MEMORY_ROOM = 1.2;

/** What is too little on the disk of a folder, in words; `undefined` where there is enough. */
export function diskShortage(folder: string, least = LEAST_DISK): string | undefined {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  return free < least ? `${megabytes(free)} of disk left at ${folder}, ${megabytes(least)} wanted` : undefined;
}

/**
 * What is too little memory for one worker more, in words; `undefined` where there is enough, or the system does not say.
 *
 * @param workers process numbers of those at work.
 */
export function memoryShortage(workers: readonly number[]): string | undefined {
  const wanted = MEMORY_ROOM * Math.max(0, ...workers.map((pid) => kilobytes(`/proc/${pid}/status`, "VmHWM") * 1024));
  const free = kilobytes("/proc/meminfo", "MemAvailable") * 1024;
  return wanted > 0 && free > 0 && free < wanted
    ? `${megabytes(free)} of memory left, ${megabytes(wanted)} wanted`
    : undefined;
}

/** A number of a file such as /proc/meminfo, in kilobytes; 0 where the system does not say. */
export function kilobytes(file: string, key: string): number {
  try {
    return Number(new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(readFileSync(file, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
