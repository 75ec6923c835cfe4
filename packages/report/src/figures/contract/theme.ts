/**
 * The look of every figure: one Vega configuration. Specifications name styles; only this file defines them.
 *
 * Colors are defined only here; the page swaps the configuration when the reader prefers dark.
 * @module
 */
import { interpolateColors, scheme } from "vega";
import type { Config } from "vega-lite";
import { chooseAlphaColors, type Mode } from "./alpha-scale.js";

/** DejaVu is packaged with the lab for machines without fonts. Verdana, which is as wide, is for SVGs opened elsewhere. */
export const FONT = "DejaVu Sans, Verdana, sans-serif";

const INK = {
  light: { paper: "#ffffff", text: "#1b1b1b", quiet: "#5f5f5f", axis: "#9a9a9a", grid: "#eeeeee" },
  dark: { paper: "#16181b", text: "#ececec", quiet: "#a9a9a9", axis: "#6f6f6f", grid: "#2b2e32" },
} as const;

/** Creates the configuration of a figure. Marks refer to it by `style`. @param alphas descending. */
export function createTheme(alphas: readonly number[], mode: Mode = "light"): Config {
  const { paper, text, quiet, axis, grid } = INK[mode];
  const title = { titleColor: text, titleFontSize: 11.5, titleFontWeight: "normal" } as const;
  return {
    font: FONT,
    background: paper,
    padding: 16,
    view: { stroke: null },
    range: {
      ordinal: chooseAlphaColors(alphas, mode),
      heatmap: createHeatRamp(mode),
      diverging: createDivergingRamp(mode),
    },
    title: {
      color: text,
      fontSize: 15,
      subtitleColor: quiet,
      subtitleFontSize: 11,
      subtitleLineHeight: 16,
      subtitlePadding: 6,
      anchor: "start",
      offset: 14,
    },
    axis: {
      ...title,
      labelColor: quiet,
      labelFontSize: 10.5,
      labelPadding: 4,
      domainColor: axis,
      tickColor: axis,
      tickSize: 4,
      gridColor: grid,
    },
    axisX: { grid: false, labelAngle: 0, titlePadding: 10 },
    axisY: {
      domain: false,
      ticks: false,
      tickCount: 6,
      titleAnchor: "end",
      titleAngle: 0,
      titleAlign: "left",
      titleX: 0,
      titleY: -12,
    },
    axisYQuantitative: { grid: true },
    axisXQuantitative: { tickCount: 6 },
    legend: {
      ...title,
      labelColor: text,
      labelFontSize: 10.5,
      labelLimit: 240,
      titlePadding: 8,
      rowPadding: 3,
      symbolSize: 70,
      offset: 24,
    },
    style: {
      panel: { fill: quiet, fontSize: 11.5, fontWeight: "normal" },
      control: { color: quiet, strokeDash: [4, 3], strokeWidth: 1 },
      network: { filled: true, size: 64, opacity: 1, stroke: paper, strokeWidth: 0.8 },
      interval: { color: text, strokeWidth: 1.2 },
      mean: { color: text, opacity: 1, size: 11, thickness: 2 },
      arrow: { color: text, opacity: 1, filled: true, size: 28 },
      beside: { color: quiet, strokeWidth: 1.2 },
      "beside-point": { color: quiet, opacity: 1, filled: true, size: 10 },
      curve: { strokeWidth: 1.6 },
      "curve-point": { size: 16 },
      cell: { stroke: paper, strokeWidth: 1 },
      "number-on-weak": { color: text, fontSize: 9.5 },
      "number-on-strong": { color: paper, fontSize: 9.5 },
      note: { color: quiet, fontSize: 11 },
    },
  };
}

/** Colors from no selectivity, closest to the background, to the most; in a hue that no alpha has. */
function createHeatRamp(mode: Mode): string[] {
  const steps = Array.from({ length: 9 }, (_, step): string => scheme("purples")(step / 8));
  return mode === "light" ? steps : ["#26222f", ...steps.reverse().slice(1)];
}

/** Colors from below the control, over the background for no difference, to above it; in hues that no alpha has. */
function createDivergingRamp(mode: Mode): string[] {
  const { paper } = INK[mode];
  const [less, more] = mode === "light" ? ["#8c510a", "#01665e"] : ["#e0a458", "#4fc3b1"];
  const ramp = interpolateColors([less, paper, more], "lab");
  return Array.from({ length: 11 }, (_, step) => ramp(step / 10));
}
