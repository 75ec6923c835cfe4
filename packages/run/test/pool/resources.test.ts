import { expect, test } from "vitest";
import { NOT_YET, Resources } from "../../src/pool/resources.js";

const SIZE = 1e8;
const worker = (hasStepped: boolean) => ({ pid: undefined, hasStepped });

/** Resources with this much memory left, of which a worker takes SIZE. */
function withMemory(left: number): Resources {
  const resources = new Resources({ memoryLeft: () => left }, () => {});
  resources.noteMemory(SIZE);
  return resources;
}

test("a worker that has not taken its first step counts as if it had", () => {
  expect(withMemory(1.3 * SIZE).findMemoryShortage([worker(true)])).toBeUndefined();
  expect(withMemory(1.3 * SIZE).findMemoryShortage([worker(true), worker(false)])).toBe(
    "130 MB of memory left, 240 MB wanted",
  );
  expect(withMemory(2.5 * SIZE).findMemoryShortage([worker(true), worker(false)])).toBeUndefined();
  expect(withMemory(1e12).findMemoryShortage([worker(false)])).toBe(NOT_YET);
  expect(withMemory(0).findMemoryShortage([])).toBe("0 MB of memory left, 100 MB wanted");
});

test("the pause begins with the first lane that is short of something, and ends with the last", () => {
  const causes: (string | null)[] = [];
  const resources = new Resources({}, (cause) => causes.push(cause));
  const [first, second] = [{}, {}];
  for (const lane of [first, second]) resources.recordShortage(lane, "no disk");
  for (const lane of [first, second, second]) resources.recordShortage(lane, undefined);
  expect(causes).toEqual(["no disk", null]);
});
