import { describe, expect, test } from "vitest";
import { imageProgress } from "../../src/progress/images.js";

/** What is said when batches of 100 end at these seconds. */
function saidAt(seconds: readonly number[], quiet = false): string[] {
  const said: string[] = [];
  let now = 0;
  const progress = imageProgress(
    { live: false, quiet, stderr: process.stderr, say: (line) => said.push(line) },
    () => now,
  );
  for (const [batch, second] of seconds.entries()) {
    now = second;
    progress.step(100 * (batch + 1), 100 * seconds.length);
  }
  progress.end();
  return said;
}

describe("imageProgress", () => {
  test("says every ten seconds how many images are done, and when the rest will be", () => {
    expect(saidAt([4, 8, 12, 16, 20, 24, 28])).toEqual([
      "[300/700 images, about 16 s left]",
      "[600/700 images, about 4 s left]",
    ]);
  });

  test("says nothing of what is done in a moment, or at the end, or when asked to be quiet", () => {
    expect(saidAt([1, 2, 9])).toEqual([]);
    expect(saidAt([11])).toEqual([]);
    expect(saidAt([20, 40, 60], true)).toEqual([]);
  });

  test("does not guess from the first batch", () => {
    expect(saidAt([20, 22, 30])).toEqual(["[100/300 images]"]);
  });
});
