/**
 * Why jobs are gone from a cluster though trials are left: how their tasks ended, and what the newest of them wrote last.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { formatCount } from "@selectivity-lab/base";
import type { ClusterTask } from "../schedulers/contract/cluster.js";
import { clusterFolder } from "./cluster-jobs.js";

/** Lines of a log that are shown: the complaints of Node about itself are so long. */
const LAST_LINES = 15;

/** In some lines. @param jobs that are gone. @param tasks theirs, as the cluster remembers them; it may have forgotten. */
export function describeLostJobs(folder: string, jobs: readonly string[], tasks: readonly ClusterTask[]): string {
  const ends = new Map<string, number>();
  for (const { words } of tasks) ends.set(words, 1 + (ends.get(words) ?? 0));
  const counts = [...ends].map(([words, number]) => `${formatCount(number, "task")} ${words}`);
  const how = counts.length > 0 ? counts.join("; ") : "the cluster no longer knows it";
  return `job ${jobs.join(", ")} is gone: ${how}\n${readLogTail(folder, jobs)}`;
}

function readLogTail(folder: string, jobs: readonly string[]): string {
  const home = clusterFolder(folder);
  const isOurs = (name: string) => name.endsWith(".log") && jobs.includes(name.split("_")[0] as string);
  const logs = existsSync(home) ? readdirSync(home).filter(isOurs) : [];
  const newest = logs.map((name) => path.join(home, name)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  if (newest === undefined) return `  its tasks have left no log in ${home}: perhaps the nodes do not see that folder`;
  const lines = readFileSync(newest, "utf8").trimEnd().split("\n").slice(-LAST_LINES);
  if (lines.join("") === "") return `  its newest log is empty: ${newest}`;
  return [`  ${newest} ends:`, ...lines.map((line) => `    ${line}`.trimEnd())].join("\n");
}
