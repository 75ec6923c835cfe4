/**
 * Progress of one network over many images: how many are done, and how long the rest will take.
 *
 * @module
 */
import { createLogUpdate } from "log-update";
import { duration } from "../terminal/format.js";
import type { Terminal } from "../terminal/terminal.js";

/** Follows a network. */
export interface ImageProgress {
  /** Told after every batch. */
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
  terminal: Pick<Terminal, "say" | "live" | "quiet">,
  now: () => number = () => performance.now() / 1000,
): ImageProgress {
  if (terminal.quiet) return { step() {}, end() {} };
  const draw = terminal.live ? createLogUpdate(process.stderr) : undefined;
  const pause = draw ? SECONDS_BETWEEN_DRAWINGS : SECONDS_BETWEEN_LINES;
  const say = draw ?? terminal.say;
  let first: { done: number; at: number } | undefined;
  let told = now();
  return {
    step(done, of) {
      first ??= { done, at: now() }; // the first batch also loads and compiles, and tells nothing of the pace
      if (now() - told < pause || done === of) return;
      told = now();
      const left = ((of - done) * (told - first.at)) / (done - first.done);
      say(`[${done}/${of} images${left >= 1 && Number.isFinite(left) ? `, about ${duration(left)} left` : ""}]`);
    },
    end() {
      draw?.clear();
      draw?.done();
    },
  };
}
