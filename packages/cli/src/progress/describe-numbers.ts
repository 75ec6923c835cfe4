/**
 * The numbers of a finished job, in words.
 *
 * @module
 */
import { formatDuration } from "@selectivity-lab/base";
import { formatShare } from "../terminal/format.js";

/** Writes numbers by their names, as in ": accuracy 0.812, selectivity 0.244, 12 s"; nothing where there are none. */
export function describeNumbers({ seconds, ...shares }: Readonly<Record<string, number>> = {}): string {
  const parts = Object.entries(shares).map(([name, value]) => `${name} ${formatShare(value)}`);
  if (seconds !== undefined) parts.push(formatDuration(seconds));
  return parts.length === 0 ? "" : `: ${parts.join(", ")}`;
}
