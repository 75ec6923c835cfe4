/**
 * Pictures from specifications, without a browser, a canvas, or fonts on the machine: the same specification always gives
 * the same bytes.
 *
 * @module
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { parse, resetSVGDefIds, textMetrics, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Figure } from "./figure.js";

/** Mean width of a letter of {@link FONT} in its own size: without a canvas vega guesses 0.8, and leaves holes. */
const LETTER_WIDTH = 0.56;
textMetrics.width = ({ fontSize }, text) => LETTER_WIDTH * fontSize * String(text).length;

/** Draws a figure as SVG. Its text stays text, in {@link FONT}. */
export async function toSvg(figure: Omit<Figure, "title">): Promise<string> {
  resetSVGDefIds();
  const view = new View(parse(compile(figure as TopLevelSpec).spec), { renderer: "none" });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** Draws an SVG of {@link toSvg} as PNG, `zoom` pixels to its one, on its own background. */
export function toPng(svg: string, zoom = 2): Uint8Array {
  const font = { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: "DejaVu Sans" };
  return new Resvg(svg, { font, fitTo: { mode: "zoom", value: zoom } }).render().asPng();
}

const FONT_FOLDER = join(dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json")), "ttf");
const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) => join(FONT_FOLDER, file));
