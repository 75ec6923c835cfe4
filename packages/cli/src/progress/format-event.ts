/**
 * What a scheduler has to say beside how far it is, in lines that stay.
 *
 * @module
 */
import type { SchedulerEvent } from "@selectivity-lab/lab";
import { alphaText, duration } from "../terminal/format.js";

/** The line of an event that people should read; `undefined` for one that only counts. */
export function formatEvent(event: SchedulerEvent): string | undefined {
  if (event.type === "pause")
    return event.cause === null
      ? "going on: there is room again"
      : `paused: ${event.cause}; going on by itself once there is`;
  const { alpha, seed } = event.trial;
  const name = `alpha ${alphaText(alpha)} seed ${seed}`;
  if (event.type === "note") return `${name}: ${event.line}`;
  if (event.type === "retry") return `${name}: ${event.cause}; again in ${duration(event.seconds)}`;
  return event.type === "elsewhere" ? `${name}: another process works on it` : undefined;
}
