import { describe, expect, test } from "vitest";
import { STREAMS, type Stream, streamNumber } from "../../src/random/streams.js";

const names = Object.keys(STREAMS) as Stream[];

describe("the table of streams", () => {
  test("gives no number to two purposes, at any index", () => {
    const owners = new Map<number, string>();
    const shared: string[] = [];
    for (const name of names)
      for (let index = 0; index < STREAMS[name].count; index++) {
        const number = streamNumber(name, index);
        const owner = owners.get(number);
        if (owner !== undefined) shared.push(`${number}: ${owner} and ${name} ${index}`);
        owners.set(number, `${name} ${index}`);
      }
    expect(shared).toEqual([]);
    expect(Math.max(...names.map((name) => streamNumber(name, STREAMS[name].count - 1)))).toBeLessThan(2 ** 32);
  });

  test("keeps the numbers that decide what networks were trained and attacked with", () => {
    const kept = (["frostTexture", "split", "shuffle", "augment", "attack", "corruption"] as const).map((name) =>
      streamNumber(name),
    );
    expect(kept).toEqual([0, 1, 2, 3, 8, 9]);
    expect([0, 1, 65_535].map((layer) => streamNumber("dropout", layer))).toEqual([10, 65_546, 4_294_901_770]);
  });
});

describe("streamNumber", () => {
  test.each([
    ["split", 1],
    ["dropout", -1],
    ["dropout", 65_536],
    ["dropout", 0.5],
  ] as const)("refuses %s at index %d", (name, index) => {
    expect(() => streamNumber(name, index)).toThrow(`stream "${name}": expected an index from 0 to`);
  });
});
