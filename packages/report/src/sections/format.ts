/**
 * Numbers, intervals and alphas as the page's tables print them; an en dash where there is no value.
 *
 * @module
 */

import { formatDecimal, formatSigned } from "@selectivity-lab/base";
import type { Estimate } from "@selectivity-lab/statistics";
import { chooseAlphaColors } from "../figures/contract/alpha-scale.js";
import { type Html, html } from "../html/html.js";

/** A function that writes a number. */
export type Format = (value: number) => string;

/** Writes a number with three decimals. */
export const formatThree: Format = (value) => formatDecimal(value, 3);

/** Writes a difference with its sign and three decimals. */
export const formatSignedThree: Format = (value) => formatSigned(value, 3);

/** Writes a share as a percentage, without the percent sign, for columns that name the unit in their heading. */
export const formatPercentage: Format = (share) => formatDecimal(100 * share, 1);

/** Writes a difference of shares in percentage points, with its sign. */
export const formatPoints: Format = (share) => formatSigned(100 * share, 1);

/** Writes a number that may be missing. */
export function formatOptional(value: number | null | undefined, format: Format): string {
  return value === null || value === undefined ? "–" : format(value);
}

/** Renders a mean with its interval below it, as far as they exist. */
export function renderEstimate(estimate: Estimate | null, format: Format): Html {
  if (!estimate) return html`–`;
  const { mean, low, high } = estimate;
  if (low === null || high === null) return html`${format(mean)}`;
  return html`${format(mean)} <span class="interval">[${format(low)}, ${format(high)}]</span>`;
}

/** Renders the label of each alpha next to its color. */
export function renderAlphaLabels(alphas: readonly number[]): Map<number, Html> {
  const light = chooseAlphaColors(alphas, "light");
  const dark = chooseAlphaColors(alphas, "dark");
  return new Map(
    alphas.map((alpha, index) => {
      const style = `--light: ${light[index]}; --dark: ${dark[index]}`;
      return [alpha, html`<span class="alpha" style="${style}">${formatSigned(alpha)}</span>`];
    }),
  );
}
