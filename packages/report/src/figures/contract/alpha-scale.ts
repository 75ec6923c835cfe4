/**
 * Alpha as a reader sees it: signed labels, and a diverging color scale.
 *
 * Blue discourages selectivity, red encourages it, gray is the control. Strength is placed on a logarithmic axis from the
 * smallest |alpha| of the sweep to the largest, the same on both sides, so that neighbors stay distinguishable in sweeps from
 * ±0.1 to ±100. Blue and red stay distinguishable under every common color blindness.
 * @module
 */
import { interpolateColors } from "vega";

/** Background that the colors are made for. */
export type Mode = "light" | "dark";

/** From the smallest |alpha| to the largest: from near the background to far from it. */
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

/** Chooses a color for each alpha of a sweep, in the order given. */
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

/** Vega expression for axis labels: a share, 0..1, as a percentage with the digits it needs. */
export const PERCENT_LABEL = "format(100 * datum.value, '~r') + '%'";

/** Vega expression for labels of axes and legends: a number with its sign. */
export const SIGNED_LABEL = "(datum.value > 0 ? '+' : '') + format(datum.value, '~r')";
