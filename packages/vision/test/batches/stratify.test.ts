import { shuffleBySeed } from "@selectivity-lab/base";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stratify } from "../../src/batches/stratify.js";

const everyIndex = (n: number) => Int32Array.from({ length: n }, (_, index) => index);

describe("stratified", () => {
  it("puts each class into every batch in its share, to within two images, and each image once", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 99 }), (counts, batch, seed) => {
        const classOf = counts.flatMap((count, label) => new Array<number>(count).fill(label));
        const order = stratify(shuffleBySeed(everyIndex(classOf.length), seed, "shuffle"), classOf);
        expect([...order].sort((a, b) => a - b)).toEqual([...everyIndex(classOf.length)]);
        for (let start = 0; start < order.length; start += batch) {
          const labels = [...order.slice(start, start + batch)].map((index) => classOf[index]);
          for (const [label, count] of counts.entries()) {
            const expected = (labels.length * count) / classOf.length;
            const came = labels.filter((other) => other === label).length;
            // r + ½ of n classes: a stretch's ends cut each class within one image, once on either side
            expect(Math.abs(came - expected)).toBeLessThanOrEqual(2);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("gives equal classes equally many images where the batch is a multiple of their number", () => {
    const classOf = everyIndex(60).map((index) => index % 6);
    const order = stratify(shuffleBySeed(everyIndex(60), 3, "shuffle"), classOf);
    for (let start = 0; start < 60; start += 12) {
      const labels = [...order.slice(start, start + 12)].map((index) => classOf[index] as number);
      expect(labels.sort()).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    }
  });
});
