/**
 * What processes take of the machine's memory, and whether that is too much.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { formatMegabytes } from "@selectivity-lab/base";

/** What is too little memory, in words; `undefined` where there is enough. Both in bytes. */
export function memoryShortage(wanted: number, free: number): string | undefined {
  return free < wanted ? `${formatMegabytes(free)} of memory left, ${formatMegabytes(wanted)} wanted` : undefined;
}

/** The most memory that a process has had, in bytes; 0 where the system does not say. */
export function peakMemory(pid: number | undefined): number {
  return 1024 * kilobytes(`/proc/${pid}/status`, "VmHWM");
}

/** A number of a file such as /proc/meminfo, in kilobytes; 0 where the system does not say. */
export function kilobytes(file: string, key: string): number {
  try {
    return Number(new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(readFileSync(file, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
