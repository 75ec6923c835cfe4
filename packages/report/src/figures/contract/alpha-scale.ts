/**
 * Alpha as a reader sees it: signed labels, and a diverging scale of colours.
 *
 * Blue discourages selectivity, red encourages it, grey is the control. Strength is read on a logarithmic axis from the
 * sweep's weakest knob to its strongest, the same on both sides, so that ±0.1 and ±100 of one sweep stay apart from
 * their neighbours. Blue against red survives every common colour blindness.
 * @module
 */
import { interpolateColors } from "vega";

/** What the colours stand on. */
export type Mode = "light" | "dark";

/** From the weakest knob to the strongest: away from the page, dark on light and light on dark. */
const RAMPS = {
  light: {
    discourage: ["#8cc5e8", "#2f7fc1", "#08306b"],
    control: "#868686",
    encourage: ["#f9b282", "#e2492f", "#67000d"],
  },
  dark: {
    discourage: ["#2a6aa8", "#63aee8", "#d6ebff"],
    control: "#9a9a9a",
    encourage: ["#b5432f", "#f58a5f", "#ffe3d0"],
  },
} as const;

/** The sweep's alphas, each once, descending: as a legend lists them, encouragement on top. */
export function collectAlphas(rows: readonly { alpha: number }[]): number[] {
  return [...new Set(rows.map((row) => row.alpha))].sort((a, b) => b - a);
}

/** A colour for each alpha of a sweep, in the order given. */
export function chooseAlphaColors(alphas: readonly number[], mode: Mode = "light"): string[] {
  const { discourage, control, encourage } = RAMPS[mode];
  const strengths = alphas.filter((alpha) => alpha !== 0).map(Math.abs);
  const weakest = Math.min(...strengths);
  const decades = Math.log(Math.max(...strengths) / weakest);
  return alphas.map((alpha) => {
    if (alpha === 0) return control;
    const strength = decades === 0 ? 0.5 : Math.log(Math.abs(alpha) / weakest) / decades;
    return interpolateColors([...(alpha < 0 ? discourage : encourage)], "lab")(strength);
  });
}

/** A number in words of a picture: with its sign, and a real minus. */
export function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${value}`.replace("-", "−");
}

/** A share, 0..1, as a percentage with the digits it needs; in Vega's expression language, for axes. */
export const PERCENT_LABEL = "format(100 * datum.value, '~r') + '%'";

/** {@link signed} in Vega's expression language, for axes and legends. */
export const SIGNED_LABEL = "(datum.value > 0 ? '+' : '') + format(datum.value, '~r')";
