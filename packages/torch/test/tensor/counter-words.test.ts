import { philox4x32 } from "@selectivity-lab/base";
import { describe, expect, it } from "vitest";
import { setThreads } from "../../src/runtime/runtime.js";
import { counterWords } from "../../src/tensor/counter-words.js";

const place = { seed: 2 ** 40 + 5, index: Int32Array.of(0, 3, 2 ** 31 - 1), place: 77, stream: 9 };

describe("counterWords", () => {
  it("gives the words of philox4x32, row by row", () => {
    const words = counterWords(place, 70);
    expect(words).toHaveLength(210);
    for (const [row, index] of place.index.entries())
      for (let i = 0; i < 70; i += 4) {
        const block = philox4x32([index, 77, i / 4, 9], [place.seed | 0, Math.floor(place.seed / 2 ** 32)]);
        expect([...words.subarray(row * 70 + i, row * 70 + Math.min(70, i + 4))]).toEqual(
          block.slice(0, Math.min(4, 70 - i)),
        );
      }
  });

  it("gives a row the same words beside any others, and with any number of threads", () => {
    const all = counterWords(place, 33);
    setThreads(1);
    expect(counterWords({ ...place, index: place.index.slice(1, 2) }, 33)).toEqual(all.slice(33, 66));
    setThreads(2);
  });

  it("refuses a seed that no double holds, and no words", () => {
    expect(() => counterWords({ ...place, seed: 0.5 }, 4)).toThrow(RangeError);
    expect(() => counterWords(place, 0)).toThrow("count must be above 0");
  });
});
