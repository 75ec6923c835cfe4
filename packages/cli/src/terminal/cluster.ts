/**
 * The state of a cluster's jobs in a line.
 *
 * @module
 */
import { formatCount } from "@selectivity-lab/base";
import type * as Lab from "@selectivity-lab/lab";
import type { Terminal } from "./terminal.js";

/** How many tasks run and wait, and why. */
export function describeCluster({ running, waiting, reasons }: Lab.ClusterState): string {
  const why = reasons.length > 0 ? ` (${reasons.join("; ")})` : "";
  return `${formatCount(running, "task")} running, ${waiting} waiting${why}`;
}

/** Says a line only where it differs from the one before. */
export function reportChanges(terminal: Terminal): (line: string) => void {
  let before = "";
  return (line) => {
    if (!terminal.quiet && line !== before) terminal.say(line);
    before = line;
  };
}
