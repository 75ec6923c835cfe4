/**
 * Events of a scheduler that people should read, in addition to the progress.
 *
 * @module
 */
import { formatDuration, formatSigned } from "@selectivity-lab/base";
import type { SchedulerEvent } from "@selectivity-lab/lab";

/** The line of an event that people should read; `undefined` for one that only counts. */
export function formatEvent(event: SchedulerEvent): string | undefined {
  if (event.type === "pause")
    return event.cause === null
      ? "continuing: there is room again"
      : `paused: ${event.cause}; continues by itself as soon as there is`;
  const { alpha, seed } = event.trial;
  const name = `alpha ${formatSigned(alpha)} seed ${seed}`;
  if (event.type === "note") return `${name}: ${event.line}`;
  if (event.type === "retry") return `${name}: ${event.cause}; again in ${formatDuration(event.seconds)}`;
  return event.type === "elsewhere" ? `${name}: another process works on it` : undefined;
}
