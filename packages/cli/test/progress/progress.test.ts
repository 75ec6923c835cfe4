import { stripVTControlCharacters } from "node:util";
import type { Trial } from "@selectivity-lab/lab";
import { createColors } from "picocolors";
import { afterEach, describe, expect, test, vi } from "vitest";
import { LiveProgress } from "../../src/progress/live.js";
import { PlainProgress } from "../../src/progress/plain.js";
import { progressFor } from "../../src/progress/progress.js";
import { ended, epochEnded, reached, started, trials } from "./events.js";

const terminal = (live: boolean, quiet: boolean) => ({
  live,
  quiet,
  stderr: process.stderr,
  colors: createColors(false),
  out: expect.unreachable,
  say: expect.unreachable,
  stop: new AbortController().signal,
});

describe("progressFor", () => {
  test("is a live block on a terminal, and lines elsewhere", () => {
    expect(progressFor(terminal(true, false))).toBeInstanceOf(LiveProgress);
    expect(progressFor(terminal(false, false))).toBeInstanceOf(PlainProgress);
  });

  test("says nothing when asked to be quiet", () => {
    const [trial] = trials(0) as [Trial];
    const progress = progressFor(terminal(true, true));
    progress.begin([trial], 1);
    progress.event(ended(trial, "failed", "killed"));
    progress.end();
  });
});

describe("LiveProgress", () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test("draws how far all trials and each of the running ones are, and keeps a line of what went wrong", () => {
    vi.useFakeTimers();
    const written: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
    const [one, two] = trials(-2, 0.5) as [Trial, Trial];
    const progress = new LiveProgress(process.stderr);
    progress.begin([one, two], 4);
    progress.event(started(one));
    progress.event(epochEnded(one, 5));
    progress.event(started(two));
    progress.event(reached(two, 0.5));
    vi.advanceTimersByTime(100);
    const block = stripVTControlCharacters(written.join(""));
    expect(block).toContain("━━━━━━━━━━━━──────────── 2/4 networks");
    expect(block).toContain("━━━━──── alpha    −2  seed 0  epoch 6/10  accuracy 0.812  selectivity 0.240\n");
    expect(block).toContain("──────── alpha  +0.5  seed 0  epoch 1/10\n");
    progress.event(ended(one, "diverged", "the loss became NaN"));
    progress.end();
    expect(stripVTControlCharacters(written.join(""))).toContain("✖ alpha −2 seed 0: diverged: the loss became NaN\n");
  });
});
