/** The page about measures, which lists what the code measures. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isTrainable } from "../../src/measures/measure.js";
import { SELECTIVITY_MEASURES } from "../../src/measures/measures.js";

const page = readFileSync(new URL("../../../../docs/measures.md", import.meta.url), "utf8");

/** Cells of the page's table, by measure. */
const rows = new Map(
  [...page.matchAll(/^\| `([a-z-]+)` \|(.+)\|$/gm)].map(([, name = "", cells = ""]) => [
    name,
    cells.split("|").map((cell) => cell.trim()),
  ]),
);

describe("docs/measures.md", () => {
  test("has a row and a section for each measure, in the order of the list", () => {
    const names = SELECTIVITY_MEASURES.map(({ name }) => name);
    expect([...rows.keys()]).toEqual(names);
    expect([...page.matchAll(/^### (.+)$/gm)].map(([, title]) => title)).toEqual(names);
  });

  test.each(SELECTIVITY_MEASURES)("says of $name what the code does", (measure) => {
    const [, , deadUnit, knob, splitHalf] = rows.get(measure.name) ?? [];
    expect(deadUnit).toBe(Number.isNaN(measure.deadUnit) ? "undefined" : String(measure.deadUnit));
    expect(knob).toBe(isTrainable(measure) ? "yes" : "–");
    expect(splitHalf).toBe(measure.estimateAcross ? "yes" : "–");
  });
});
