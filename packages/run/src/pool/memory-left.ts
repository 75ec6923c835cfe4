/**
 * How much memory a new process may still take: what the machine has, or less where a cluster or a container has put a limit on
 * us, in a control group of Linux.
 *
 *     /proc/self/cgroup               4:memory:/slurm/job_7   or   0::/slurm/job_7
 *     version 1, /sys/fs/cgroup/memory/slurm/job_7    memory.limit_in_bytes, memory.usage_in_bytes, memory.stat
 *     version 2, /sys/fs/cgroup/slurm/job_7           memory.max, memory.current, memory.stat
 *
 * A group's own limit counts, and that of every group above it. Pages of files are let go when memory is wanted: they are free,
 * as they are in MemAvailable.
 * @module
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { kilobytes } from "./shortage.js";

/** The files of a group, by version. */
const FILES = {
  v1: { home: "memory", limit: "memory.limit_in_bytes", used: "memory.usage_in_bytes", prefix: "total_" },
  v2: { home: "", limit: "memory.max", used: "memory.current", prefix: "" },
} as const;

/**
 * Bytes of memory that are left; infinite where the system does not say.
 *
 * @param root where /proc and /sys lie.
 */
export function memoryLeft(root = "/"): number {
  const ofMachine = 1024 * kilobytes(path.join(root, "proc/meminfo"), "MemAvailable");
  return Math.min(ofMachine || Number.POSITIVE_INFINITY, ...groups(root).map(leftIn));
}

interface Group {
  readonly folder: string;
  readonly version: keyof typeof FILES;
}

/** The groups that we are in, innermost first. In a container the path may be that of the host: then only its own root is seen. */
function groups(root: string): Group[] {
  return textOf(path.join(root, "proc/self/cgroup"))
    .split("\n")
    .flatMap((line) => {
      const [, controllers = "", group] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
      const version = controllers === "" ? "v2" : "v1";
      if (group === undefined || (version === "v1" && !controllers.split(",").includes("memory"))) return [];
      return upwards(group).map((place) => ({
        folder: path.join(root, "sys/fs/cgroup", FILES[version].home, place),
        version,
      }));
    });
}

function upwards(place: string): string[] {
  const above = path.dirname(place);
  return above === place ? [place] : [place, ...upwards(above)];
}

function leftIn({ folder, version }: Group): number {
  const { limit, used, prefix } = FILES[version];
  const number = (name: string) => Number.parseInt(textOf(path.join(folder, name)), 10);
  const stat = textOf(path.join(folder, "memory.stat"));
  const pages = (kind: string) => Number(new RegExp(`^${prefix}${kind} (\\d+)$`, "m").exec(stat)?.[1] ?? 0);
  const left = number(limit) - number(used) + pages("inactive_file") + pages("active_file");
  return Number.isNaN(left) ? Number.POSITIVE_INFINITY : Math.max(0, left); // no such group, or "max": no limit
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
