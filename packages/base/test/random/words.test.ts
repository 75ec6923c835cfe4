import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { below, randomWords, shuffleBySeed } from "../../src/random/words.js";

const hex = (words: readonly number[]) => words.map((word) => word.toString(16).padStart(8, "0")).join(" ");
const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe("randomWords", () => {
  test("differs with the seed, the purpose and each counter", () => {
    const all = [
      randomWords(0, "split", 0),
      randomWords(1, "split", 0),
      randomWords(2 ** 32, "split", 0),
      randomWords(0, "shuffle", 0),
      randomWords(0, "split", 1),
      randomWords(0, "split", 0, 1),
      randomWords(0, "split", 0, 0, 1),
    ];
    expect(new Set(all.map(hex)).size).toBe(all.length);
  });

  test("has bits that are 1 half of the time, each", () => {
    const draws = 4000;
    const ones = new Array(128).fill(0);
    for (let draw = 0; draw < draws; draw++)
      for (const [word, value] of randomWords(7, "augment", draw).entries())
        for (let bit = 0; bit < 32; bit++) ones[32 * word + bit] += (value >>> bit) & 1;
    // 5 standard deviations of a binomial: over 128 bits a false alarm once in 14,000 seeds, and the seed is fixed.
    for (const count of ones) expect(Math.abs(count - draws / 2)).toBeLessThan(5 * Math.sqrt(draws / 4));
  });

  test("refuses a seed that a double cannot tell from its neighbour", () => {
    expect(() => randomWords(2 ** 53, "split", 0)).toThrow(RangeError);
    expect(() => randomWords(0.5, "split", 0)).toThrow(RangeError);
  });
});

describe("below", () => {
  test("reaches 0 and n − 1 and nothing beyond", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (n) => {
        expect(below(0, n)).toBe(0);
        expect(below(0xffffffff, n)).toBe(n - 1);
      }),
    );
  });
});

describe("shuffled", () => {
  const numbers = (length: number) => Int32Array.from({ length }, (_, index) => index);

  test("is another order of the same items, and leaves them as they are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), seeds, (length, seed) => {
        const items = numbers(length);
        expect([...shuffleBySeed(items, seed, "shuffle").sort()]).toEqual([...items]);
        expect([...items]).toEqual([...numbers(length)]);
      }),
    );
  });

  test("is the same for the same seed, purpose and round, and another for any other", () => {
    const order = (seed: number, stream: "split" | "shuffle", round: number) =>
      shuffleBySeed(numbers(50), seed, stream, round).join();
    expect(order(3, "shuffle", 0)).toBe(order(3, "shuffle", 0));
    expect(
      new Set([order(3, "shuffle", 0), order(4, "shuffle", 0), order(3, "split", 0), order(3, "shuffle", 1)]).size,
    ).toBe(4);
  });

  test("gives each of the 24 orders of four items equally often", () => {
    const draws = 24 * 500;
    const counts = new Map<string, number>();
    for (let round = 0; round < draws; round++) {
      const order = shuffleBySeed(numbers(4), 11, "shuffle", round).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((total, count) => total + (count - 500) ** 2 / 500, 0);
    expect(counts.size).toBe(24);
    expect(chiSquare).toBeLessThan(49.7); // 99.9th percentile with 23 degrees of freedom
  });
});
