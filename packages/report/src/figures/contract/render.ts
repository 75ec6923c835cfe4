/**
 * Pictures from specifications, without a browser, a canvas, or fonts on the machine. The same specification always gives the
 * same bytes.
 *
 * @module
 */
import { parse, resetSVGDefIds, textMetrics, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Figure } from "./figure.js";

/** Mean letter width of the font, in units of its size. Without a canvas vega assumes 0.8, which leaves gaps. */
const LETTER_WIDTH = 0.56;
textMetrics.width = ({ fontSize }, text) => LETTER_WIDTH * fontSize * String(text).length;

/** Renders a figure as SVG. Text stays text. */
export async function renderSvg(figure: Omit<Figure, "title">): Promise<string> {
  resetSVGDefIds();
  const view = new View(parse(compile(figure as TopLevelSpec).spec), { renderer: "none" });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
