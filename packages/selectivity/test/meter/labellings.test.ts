import { Random } from "@selectivity-lab/base";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawLabellings, splitHalves } from "../../src/meter/labellings.js";
import { LEFT_OUT } from "../../src/responses/labels.js";

const labelLists = fc.array(fc.nat(4), { minLength: 1 }).map((labels) => Int32Array.from(labels));
const count = (labels: Int32Array, label: number) => labels.filter((other) => other === label).length;

describe("splitHalves", () => {
  test("puts every image into one half, under its own label, unless it is the only one of its class", () => {
    fc.assert(
      fc.property(labelLists, fc.nat(), (labels, seed) => {
        const [first, second] = splitHalves(labels, new Random(seed, "test"));
        for (const [image, label] of labels.entries())
          expect([first[image], second[image]].sort()).toEqual([LEFT_OUT, count(labels, label) > 1 ? label : LEFT_OUT]);
      }),
    );
  });

  test("halves every class of two images or more, an odd image going to the first half", () => {
    fc.assert(
      fc.property(labelLists, fc.nat(), (labels, seed) => {
        const [first, second] = splitHalves(labels, new Random(seed, "test"));
        for (const label of [...new Set(labels)].filter((label) => count(labels, label) > 1)) {
          expect(count(first, label)).toBe(Math.ceil(count(labels, label) / 2));
          expect(count(second, label)).toBe(Math.floor(count(labels, label) / 2));
        }
      }),
    );
  });

  test("halves at random: a different seed gives different halves", () => {
    const labels = new Int32Array(100);
    const halves = [1, 2].map((seed) => splitHalves(labels, new Random(seed, "test"))[0].join());
    expect(halves[0]).not.toBe(halves[1]);
  });
});

describe("drawLabellings", () => {
  const labels = Int32Array.from({ length: 50 }, (_, image) => image % 5);

  test("begins with the labels as they are", () => {
    expect(drawLabellings(labels, 3, 0)[0]).toEqual(labels);
    expect(drawLabellings(labels, 3, 0)).toHaveLength(6);
  });

  test("draws the same first permutations however many are drawn", () => {
    expect(drawLabellings(labels, 5, 7).slice(0, 5)).toEqual(drawLabellings(labels, 2, 7));
  });

  test("draws every permutation independently", () => {
    const [, , , ...shuffled] = drawLabellings(labels, 4, 0);
    expect(new Set(shuffled.map(String)).size).toBe(4);
  });
});
