/**
 * PNG images from SVG, without a browser, a canvas, or the machine's fonts: the same SVG always gives the same bytes.
 *
 * @module
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** Draws an SVG as a PNG, with `zoom` pixels per unit, in the fonts that come with this package. */
export function svgToPng(svg: string, zoom = 2): Uint8Array {
  const font = { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: "DejaVu Sans" };
  // Loaded here and not above: a native library that most commands never need.
  const { Resvg }: typeof import("@resvg/resvg-js") = require("@resvg/resvg-js");
  return new Resvg(svg, { font, fitTo: { mode: "zoom", value: zoom } }).render().asPng();
}

const FONT_FOLDER = join(dirname(require.resolve("dejavu-fonts-ttf/package.json")), "ttf");
const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) => join(FONT_FOLDER, file));
