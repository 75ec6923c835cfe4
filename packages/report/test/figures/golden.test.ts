/** Every figure of the example, as a picture: a change shows in the diff of a file in `golden/`. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { drawFigure, type FigureDefinition } from "../../src/figures/contract/figure.js";
import { renderSvg } from "../../src/figures/contract/render.js";
import { figures } from "../../src/figures/figures.js";
import { accuracyByAlpha } from "../../src/figures/sweep/accuracy-by-alpha.js";
import { readExample } from "./example.js";

/** One element per line, and numbers with one decimal, because the last digits of a position may differ between machines. */
function normalize(svg: string): string {
  return svg
    .replaceAll("><", ">\n<")
    .replace(/-?\d+\.\d+(e-?\d+)?/g, (number) => String(Math.round(10 * Number(number)) / 10 || 0));
}

test.each(figures)("$name looks as before", (definition) => compareWithGolden(definition, definition.name));

test("accuracy-by-alpha looks as before with pooled intervals", () =>
  compareWithGolden(accuracyByAlpha, "accuracy-by-alpha-pooled", { pooled: true }));

async function compareWithGolden(definition: FigureDefinition, name: string, options = {}): Promise<void> {
  const svg = await renderSvg(drawFigure(definition, await readExample({ evaluated: true, ...options })));
  await expect(normalize(svg)).toMatchFileSnapshot(join(import.meta.dirname, "golden", `${name}.svg`));
}
