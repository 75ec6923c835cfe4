/**
 * When a process of this machine started.
 *
 * @module
 */
import { readFileSync, readlinkSync } from "node:fs";

/**
 * Tells a process from all others that ever had its number: the machine's boot, its space of process
 * numbers (containers have their own), and the clock ticks since the boot.
 *
 * @returns `undefined` when there is no such process; "" where the system does not say (no /proc) but it lives.
 */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name before may hold blanks and brackets
    if (fields[0] === "Z") return undefined; // it has ended, and waits for its parent to notice
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/pid")} ${fields[19]}`;
  } catch {
    return lives(pid) ? "" : undefined;
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
