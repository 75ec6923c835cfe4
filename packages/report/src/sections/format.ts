/**
 * Numbers, intervals and alphas as the page's tables print them; an en dash where there is nothing.
 *
 * @module
 */

import type { Estimate } from "@selectivity-lab/statistics";
import { chooseAlphaColors, signed } from "../figures/contract/alpha-scale.js";
import { type Html, html } from "../html/html.js";

/** A number as text, with a real minus. */
export type Format = (value: number) => string;

/** Fixed decimals. */
export const decimals =
  (digits: number): Format =>
  (value) =>
    value.toFixed(digits).replace("-", "−");

/** A share as a percentage, without the sign of it. */
export const percentage: Format = (share) => decimals(1)(100 * share);

/** A difference of shares in percentage points, with its sign. */
export const points: Format = (share) => `${share > 0 ? "+" : ""}${percentage(share)}`;

/** A number that may not exist. */
export const optional = (value: number | null | undefined, format: Format): string =>
  value === null || value === undefined ? "–" : format(value);

/** A mean with its interval below, or what of it exists. */
export function estimateText(estimate: Estimate | null, format: Format): Html {
  if (!estimate) return html`–`;
  const { mean, low, high } = estimate;
  if (low === null || high === null) return html`${format(mean)}`;
  return html`${format(mean)} <span class="interval">[${format(low)}, ${format(high)}]</span>`;
}

/** For each alpha: its label beside its colour. */
export function alphaLabels(alphas: readonly number[]): Map<number, Html> {
  const light = chooseAlphaColors(alphas, "light");
  const dark = chooseAlphaColors(alphas, "dark");
  return new Map(
    alphas.map((alpha, index) => {
      const style = `--light: ${light[index]}; --dark: ${dark[index]}`;
      return [alpha, html`<span class="alpha" style="${style}">${signed(alpha)}</span>`];
    }),
  );
}
