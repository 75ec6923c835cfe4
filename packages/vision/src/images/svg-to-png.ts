/**
 * Pictures from SVG, without a browser, a canvas, or fonts on the machine: the same text always gives the same bytes.
 *
 * @module
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** Draws an SVG as PNG, `zoom` pixels to its one, on its own background, in fonts that come with this package. */
export function svgToPng(svg: string, zoom = 2): Uint8Array {
  const font = { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: "DejaVu Sans" };
  // Loaded here and not above: a native library that most commands never need.
  const { Resvg }: typeof import("@resvg/resvg-js") = require("@resvg/resvg-js");
  return new Resvg(svg, { font, fitTo: { mode: "zoom", value: zoom } }).render().asPng();
}

const FONT_FOLDER = join(dirname(require.resolve("dejavu-fonts-ttf/package.json")), "ttf");
const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) => join(FONT_FOLDER, file));
