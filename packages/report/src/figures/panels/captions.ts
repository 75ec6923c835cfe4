/**
 * The sentences that captions share.
 *
 * @module
 */
import { formatCount, formatPercent } from "@selectivity-lab/base";
import { type Estimate, FEWEST_FOR_INTERVAL } from "@selectivity-lab/statistics";
import type { ReportData } from "../../data/report-data.js";

/** What was trained: "22 networks (resnet8 on fashion-mnist; 11 alphas × 2 seeds)". */
export function describeNetworks({ table, measured }: ReportData): string {
  const { recipe, alphas, seeds } = table.sweep;
  const grid = `${formatCount(alphas.length, "alpha")} × ${formatCount(seeds.length, "seed")}`;
  return `${formatCount(measured.length, "network")} (${recipe.model} on ${recipe.dataset}; ${grid})`;
}

/** What the ticks and bars of a figure are, or why there are none. */
export function describeIntervals({ summaries }: ReportData): string {
  return describeBars(summaries.flatMap(({ accuracy }) => accuracy ?? []));
}

/** The same for any estimates. */
export function describeBars(estimates: readonly Pick<Estimate, "n" | "interval">[]): string {
  const counts = estimates.map(({ n }) => n);
  const fewest = Math.min(...counts);
  const most = Math.max(...counts);
  if (estimates.some(({ interval }) => interval === "pooled"))
    return `Ticks and bars: mean over seeds with pooled 95% t interval (spread of all alphas together). ${ARROW_CAPTION}`;
  if (most < 2) return "One seed per alpha: no interval.";
  const n = fewest === most ? `n = ${most}` : `n = ${fewest} to ${most}`;
  if (most < FEWEST_FOR_INTERVAL)
    return `Ticks: mean over seeds, ${n} networks per alpha: too few for an interval, which needs ${FEWEST_FOR_INTERVAL}.`;
  const few = fewest < FEWEST_FOR_INTERVAL ? ` Fewer than ${FEWEST_FOR_INTERVAL}: no interval.` : "";
  return `Bars: mean and 95% t interval over seeds, ${n} networks per alpha.${few} ${ARROW_CAPTION}`;
}

/** What an arrow at the end of an interval means. */
export const ARROW_CAPTION = "Arrows: the interval extends beyond the axis.";

/** What the dashed line is, or why there is none. */
export function describeControl({ control }: ReportData): string {
  if (!control?.accuracy) return "No control: no network with alpha = 0 has been measured.";
  const { mean, n } = control.accuracy;
  return `Dashed: mean of the control, alpha = 0: ${formatPercent(mean)} (n = ${n}).`;
}
