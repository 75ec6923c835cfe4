/**
 * Progress of one network over many images: how many are done, and how long the rest will take.
 *
 * @module
 */
import { formatDuration } from "@selectivity-lab/base";
import { createLogUpdate } from "log-update";
import type { Terminal } from "../terminal/terminal.js";

/** Follows a network. */
export interface ImageProgress {
  /** To be called after every batch. */
  step(done: number, of: number): void;
  /** Leaves the terminal tidy. */
  end(): void;
}

const SECONDS_BETWEEN_LINES = 10;
const SECONDS_BETWEEN_DRAWINGS = 0.1;

/**
 * A line redrawn in place on a terminal, a line now and then elsewhere, nothing when asked to be quiet.
 *
 * @param now in seconds.
 */
export function imageProgress(
  terminal: Pick<Terminal, "say" | "live" | "quiet" | "stderr">,
  now: () => number = () => performance.now() / 1000,
): ImageProgress {
  if (terminal.quiet) return { step() {}, end() {} };
  const draw = terminal.live ? createLogUpdate(terminal.stderr) : undefined;
  const pause = draw ? SECONDS_BETWEEN_DRAWINGS : SECONDS_BETWEEN_LINES;
  const say = draw ?? terminal.say;
  let first: { done: number; at: number } | undefined;
  let spoken = now();
  return {
    step(done, of) {
      first ??= { done, at: now() }; // the first batch also loads and compiles, which says nothing about the pace
      if (now() - spoken < pause || done === of) return;
      spoken = now();
      const left = ((of - done) * (spoken - first.at)) / (done - first.done);
      say(`[${done}/${of} images${left >= 1 && Number.isFinite(left) ? `, about ${formatDuration(left)} left` : ""}]`);
    },
    end() {
      draw?.clear();
      draw?.done();
    },
  };
}
