import { join } from "node:path";
import * as selectivity from "@selectivity-lab/selectivity";
import * as torch from "@selectivity-lab/torch";
import * as vision from "@selectivity-lab/vision";
import { describe, expect, test } from "vitest";
import { examplesIn, runExample } from "./support/examples.js";
import { sourceFiles } from "./support/house.js";

const root = join(import.meta.dirname, "..");
const doors = { ...torch, ...vision, ...selectivity };
const examples = sourceFiles(root).flatMap(({ path, text }) =>
  examplesIn(path, text).map((example) => ({ ...example, path })),
);

describe("the examples of the documentation", () => {
  test.each(examples)("$where", async ({ path, ...example }) => {
    await runExample(example, { ...doors, ...(await import(join(root, path))) });
  });
});

describe("an example", () => {
  const run = (code: string) => runExample({ where: "here", code }, { twice: (x: number) => 2 * x });

  test.each([
    "twice(2)",
    "twice(2) // 4",
    "twice(2); // 4; a remark",
    "const four: number = twice(2); // remarks stand here too\nfour + 1 // 5",
    "twice(1 / 3) // 0.66…",
    "[twice(1), -1 / 3, NaN] // [2, -0.333…, NaN]",
    '({ a: [twice(1)], b: "c" }) // { a: [2], b: "c" }',
    "await Promise.resolve(1) // 1",
    "Math.fround(0.1) // 0.1",
  ])("holds: %s", async (code) => {
    await expect(run(code)).resolves.toBeUndefined();
  });

  test.each([
    ["twice(2) // 5", "shown 5, got 4"],
    ["twice(1 / 3) // 0.67…", "shown 0.67…, got 0.666"],
    ["[1, 2] // [1]", "got [1,2]"],
    ["({ a: 1, b: 2 }) // { a: 1 }", "got {"],
    ["[1] // { 0: 1 }", "got [1]"],
    ["thrice(2)", "thrice is not defined"],
    ["twice(2) // the double of it", "is no value"],
  ])("does not hold: %s", async (code, message) => {
    await expect(run(code)).rejects.toThrow(message);
  });

  test("is found in the documentation, whole and with its line", () => {
    const text = `/** A. */
const a = 1;
/**
 * Two.
 *
 * @example
 * const b = 2;
 * b // 2
 * @see a
 */
const b = 2; /** @example a + 1 // 2 */`;
    expect(examplesIn("a.ts", text)).toEqual([
      { where: "a.ts:6", code: "const b = 2;\nb // 2" },
      { where: "a.ts:11", code: "a + 1 // 2" },
    ]);
  });
});
