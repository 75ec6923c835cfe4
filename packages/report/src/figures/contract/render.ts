/**
 * Pictures from specifications, without a browser, a canvas, or fonts on the machine: the same specification always gives
 * the same bytes.
 *
 * @module
 */
import { parse, resetSVGDefIds, textMetrics, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Figure } from "./figure.js";

/** Mean width of a letter of {@link FONT} in its own size: without a canvas vega guesses 0.8, and leaves holes. */
const LETTER_WIDTH = 0.56;
textMetrics.width = ({ fontSize }, text) => LETTER_WIDTH * fontSize * String(text).length;

/** Draws a figure as SVG. Its text stays text, in {@link FONT}. */
export async function renderSvg(figure: Omit<Figure, "title">): Promise<string> {
  resetSVGDefIds();
  const view = new View(parse(compile(figure as TopLevelSpec).spec), { renderer: "none" });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
