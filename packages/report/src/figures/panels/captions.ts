/**
 * Numbers and counts in the words of captions.
 *
 * @module
 */
import { formatCount } from "@selectivity-lab/base";
import { type AlphaSummary, findControl, measuredRows, type SweepTable } from "@selectivity-lab/run";

/** An accuracy, 0..1, as a percentage: "81.8 %". */
export const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** What was trained: "22 networks (resnet8 on fashion-mnist; 11 alphas × 2 seeds)". */
export function describeNetworks(table: SweepTable): string {
  const { model, dataset } = table.sweep.recipe;
  const grid = `${formatCount(table.sweep.alphas.length, "alpha")} × ${formatCount(table.sweep.seeds.length, "seed")}`;
  return `${formatCount(measuredRows(table).length, "network")} (${model} on ${dataset}; ${grid})`;
}

/** What the bars of a figure are, or why there are none. */
export function intervalCaption(summaries: readonly AlphaSummary[]): string {
  const measured = summaries.map(({ n }) => n).filter((n) => n > 0);
  const fewest = Math.min(...measured);
  const most = Math.max(...measured);
  if (most < 2) return "One seed an alpha: no interval.";
  const n = fewest === most ? `n = ${most}` : `n = ${fewest} to ${most}`;
  return `Bars: mean and 95 % t interval over seeds, ${n} networks an alpha; an arrow: it goes on beyond the axis.`;
}

/** What the dashed line is, or why there is none. */
export function controlCaption(summaries: readonly AlphaSummary[]): string {
  const control = findControl(summaries)?.accuracy;
  if (!control) return "No control: no network of alpha = 0 is measured.";
  return `Dashed: mean of the control, alpha = 0: ${percent(control.mean)} (n = ${control.n}).`;
}
