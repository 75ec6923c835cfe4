import { describe, expect, test } from "vitest";
import { SelectivityError } from "../../src/error.js";
import { LEFT_OUT } from "../../src/responses/labels.js";
import { rankedResponsesStatistic } from "../../src/responses/ranked-responses.js";

const ALL = Int32Array.of(0, 1, 2, 3, 4);
const HALF = Int32Array.of(LEFT_OUT, 1, 2, LEFT_OUT, 4);

function collect(responses: number[], batch = 2) {
  const collector = rankedResponsesStatistic.collect({ labellings: [ALL, HALF], classes: 5, units: 1 });
  for (let first = 0; first < responses.length; first += batch)
    collector.add(first, Float64Array.from(responses.slice(first, first + batch)));
  return collector.results(Float64Array.of(0)).map((ranked) => {
    const { labels, starts, places } = ranked.readUnit(0);
    return { labels: [...labels], starts: [...starts], places: [...places] };
  });
}

describe("the order of responses", () => {
  test("is ascending, with equal responses in a group", () => {
    expect(collect([5, 1, 5, 0.5, 9])[0]).toEqual({
      labels: [3, 1, 0, 2, 4],
      starts: [0, 1, 2, 4, 5],
      places: [0, 1, 2, 4],
    });
  });

  test("of a half has the places of all images", () => {
    expect(collect([5, 1, 5, 0.5, 9])[1]).toEqual({ labels: [1, 2, 4], starts: [0, 1, 2, 3], places: [1, 2, 4] });
  });

  test.each([1, 3, 5])("does not depend on the batch size (%d)", (batch) => {
    expect(collect([5, 1, 5, 0.5, 9], batch)).toEqual(collect([5, 1, 5, 0.5, 9]));
  });

  test("tells responses apart that float32 does not", () => {
    expect(collect([1, 1 + 2 ** -40, 1 - 2 ** -40, 1, 1])[0]?.starts).toEqual([0, 1, 4, 5]);
  });

  test("refuses more responses than memory may hold, with the size and what to do", () => {
    const images = { labellings: [new Int32Array(200_000)], classes: 2, units: 4000 };
    expect(() => rankedResponsesStatistic.collect(images)).toThrow(SelectivityError);
    expect(() => rankedResponsesStatistic.collect(images)).toThrow(
      "measures of ranks keep all responses: 200000 images and 4000 units need 6.0 GiB, and at most 4 are taken.\n  to do: measure fewer images",
    );
  });
});
