import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawPlacements } from "../../src/augment/augmentation.js";

const images = (length: number) => Int32Array.from({ length }, (_, index) => index);

describe("drawPlacements", () => {
  test("depends on the image, not on its place in the batch", () => {
    const both = { flip: true, crop: 4 };
    const together = drawPlacements(Int32Array.of(8, 3, 5), 1, 2, both);
    const alone = drawPlacements(Int32Array.of(5), 1, 2, both);
    expect([...together.offsets.subarray(4)]).toEqual([...alone.offsets]);
    expect(together.flips[2]).toBe(alone.flips[0]);
  });

  test("draws anew for each epoch and seed", () => {
    const offsets = (seed: number, epoch: number) =>
      drawPlacements(images(20), seed, epoch, { flip: true, crop: 4 }).offsets.join();
    expect(new Set([offsets(0, 0), offsets(0, 1), offsets(1, 0)]).size).toBe(3);
  });

  test("keeps crops within the border, and leaves images in place without one", () => {
    fc.assert(
      fc.property(fc.nat({ max: 8 }), fc.nat(), (crop, seed) => {
        const { offsets, flips } = drawPlacements(images(30), seed, 0, { flip: false, crop });
        expect(offsets.every((offset) => Math.abs(offset) <= crop)).toBe(true);
        expect(flips.every((flip) => flip === 0)).toBe(true);
      }),
    );
  });

  test("flips half of the images, and moves to each of 9 × 9 places equally often", () => {
    const draws = 81 * 400;
    const { offsets, flips } = drawPlacements(images(draws), 3, 0, { flip: true, crop: 4 });
    const flipped = flips.reduce((total, flip) => total + flip, 0);
    expect(Math.abs(flipped - draws / 2)).toBeLessThan(4 * Math.sqrt(draws / 4)); // 4 standard deviations

    const counts = new Array(81).fill(0);
    for (let item = 0; item < draws; item++)
      counts[9 * ((offsets[2 * item] as number) + 4) + (offsets[2 * item + 1] as number) + 4]++;
    const chiSquare = counts.reduce((total, count) => total + (count - 400) ** 2 / 400, 0);
    expect(chiSquare).toBeLessThan(124.8); // 99.9th percentile with 80 degrees of freedom
  });
});
