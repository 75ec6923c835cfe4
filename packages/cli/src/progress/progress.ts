/**
 * What a user sees while trials run.
 *
 * @module
 */
import type { SchedulerEvent, Trial } from "@selectivity-lab/lab";
import type { Terminal } from "../terminal/terminal.js";
import { LiveProgress } from "./live.js";
import { PlainProgress } from "./plain.js";

/** Follows a set of trials. */
export interface ProgressDisplay {
  /** @param pending trials that will run. @param total all of the sweep. */
  begin(pending: readonly Trial[], total: number): void;
  event(event: SchedulerEvent): void;
  /** Leaves the terminal tidy. */
  end(): void;
}

/** A live block on a terminal, plain lines elsewhere, nothing when asked to be quiet. */
export function progressFor(terminal: Terminal): ProgressDisplay {
  if (terminal.quiet) return { begin() {}, event() {}, end() {} };
  return terminal.live ? new LiveProgress(terminal.stderr) : new PlainProgress(terminal);
}
