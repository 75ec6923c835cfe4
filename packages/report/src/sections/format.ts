/**
 * Numbers, intervals and alphas as the page's tables print them; an en dash where there is no value.
 *
 * @module
 */

import { formatDecimal, formatSigned } from "@selectivity-lab/base";
import { type Estimate, FEWEST_FOR_INTERVAL } from "@selectivity-lab/statistics";
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

/** Renders a mean with its interval, or with the values where they are too few for one. */
export function renderEstimate(estimate: Estimate | null, format: Format): Html {
  if (!estimate) return html`–`;
  const { mean, low, high, values } = estimate;
  if (low !== null && high !== null)
    return html`${format(mean)} <span class="interval">[${format(low)}, ${format(high)}]</span>`;
  if (values.length === 1) return html`${format(mean)}`;
  return html`${format(mean)} <span class="interval">${describeValues(values, format)}</span>`;
}

/** The values where they are few, ascending; else their range, for values that are all equal. */
function describeValues(values: readonly number[], format: Format): string {
  const sorted = values.toSorted((a, b) => a - b);
  const shown = values.length < FEWEST_FOR_INTERVAL ? sorted : [sorted[0] as number, sorted.at(-1) as number];
  return shown.map(format).join(values.length < FEWEST_FOR_INTERVAL ? "; " : " to ");
}

/** What stands behind a mean, for captions. */
export function describeEstimates(estimates: readonly (Estimate | null)[]): string {
  const pooled = estimates.some((estimate) => estimate?.interval === "pooled");
  if (pooled)
    return "Means over seeds, with pooled 95% t intervals: the spread is that of the networks of all alphas together, which is right only if they all vary alike.";
  const few = estimates.some((estimate) => estimate && estimate.n < FEWEST_FOR_INTERVAL);
  const many = estimates.some((estimate) => estimate && estimate.n >= FEWEST_FOR_INTERVAL);
  const values = `${many ? "with" : "of"} fewer than ${FEWEST_FOR_INTERVAL} networks, the values themselves, which are too few for an interval`;
  const interval = "in brackets the 95% t interval";
  return `Means over seeds; ${[...(many ? [interval] : []), ...(few ? [values] : [])].join("; ")}.`;
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
