import { Resvg } from "@resvg/resvg-js";
import { svgToPng } from "@selectivity-lab/vision";
import { describe, expect, test } from "vitest";
import { makeSweep } from "../../../../testing/src/fixtures/sweep.js";
import { readReportData } from "../../../src/data/report-data.js";
import { chooseAlphaColors } from "../../../src/figures/contract/alpha-scale.js";
import { drawFigure } from "../../../src/figures/contract/figure.js";
import { renderSvg } from "../../../src/figures/contract/render.js";
import { accuracyBySelectivity } from "../../../src/figures/sweep/accuracy-by-selectivity.js";

const draw = async () =>
  renderSvg(drawFigure(accuracyBySelectivity, await readReportData(makeSweep({ alphas: [-1, 0, 1], seeds: [0] }))));

/** A PNG's pixels, as "r,g,b", with how often each occurs: decoded by drawing it once more. */
function coloursOf(png: Uint8Array): Map<string, number> {
  const [width, height] = sizeOf(png);
  const data = Buffer.from(png).toString("base64");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="data:image/png;base64,${data}"/></svg>`;
  const { pixels } = new Resvg(svg).render();
  const colours = new Map<string, number>();
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = pixels.subarray(at, at + 3).join(",");
    colours.set(colour, (colours.get(colour) ?? 0) + 1);
  }
  return colours;
}

function sizeOf(png: Uint8Array): [width: number, height: number] {
  const header = new DataView(png.buffer, png.byteOffset);
  return [header.getUint32(16), header.getUint32(20)];
}

const plain = (colour: string) =>
  colour.startsWith("#")
    ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)).join()
    : (colour.match(/\d+/g)?.join() ?? "");

describe("toSvg", () => {
  test("keeps text as text, in a font that the lab brings along", async () => {
    const svg = await draw();
    expect(svg).toContain(">Test accuracy against class selectivity</text>");
    expect(svg).toContain('font-family="DejaVu Sans, Verdana, sans-serif"');
  });
});

describe("svgToPng", () => {
  test("draws twice the size of the SVG", async () => {
    const svg = await draw();
    const [width, height] = ["width", "height"].map((side) => Number(svg.match(`${side}="([\\d.]+)"`)?.[1]));
    expect(sizeOf(svgToPng(svg))).toEqual([2 * (width ?? 0), 2 * (height ?? 0)]);
  });

  test("is not blank: white paper, the colour of every alpha, and letters even where the machine has no fonts", async () => {
    const colours = coloursOf(svgToPng(await draw()));
    const dots = chooseAlphaColors([1, 0, -1]).map((colour) => colours.get(plain(colour)) ?? 0);
    expect(colours.get("255,255,255")).toBeGreaterThan(100_000);
    expect(Math.min(...dots)).toBeGreaterThan(200); // the point and its legend entry
    expect(colours.get("27,27,27")).toBeGreaterThan(500); // the ink of titles
  });
});
