/**
 * Means with their intervals, next to the networks they summarize. An interval that extends beyond the axis is cut, and an
 * arrow at the edge marks the cut.
 *
 * @module
 */

import type { AlphaSummary, SummarizedOutcome } from "@selectivity-lab/run";
import type { Estimate } from "@selectivity-lab/statistics";
import type { Layer } from "../contract/figure.js";
import type { PanelAxes } from "./panel-axes.js";

/** The estimate of one outcome over the networks of one alpha. */
export interface AlphaEstimate extends Estimate {
  readonly alpha: number;
}

/** Selects the estimates of one outcome, for the alphas that have it. */
export function selectEstimates(summaries: readonly AlphaSummary[], outcome: SummarizedOutcome): AlphaEstimate[] {
  return summaries.flatMap((summary) => {
    const estimate = summary[outcome];
    return estimate ? [{ alpha: summary.alpha, ...estimate }] : [];
  });
}

/** Where and how intervals are drawn. */
interface Place extends PanelAxes {
  /** Pixels to the right of the tick. */
  readonly offset: number;
  /** d3-format of the numbers in tooltips. */
  readonly format: string;
}

/** Draws means, intervals and arrows; an alpha with too few networks has no interval, and one with a single network no mean. */
export function drawIntervals(estimates: readonly AlphaEstimate[], { x, y, offset, format }: Place): Layer[] {
  const [bottom, top] = y.scale.domain;
  const bounded = estimates.filter(({ low }) => low !== null);
  const averaged = estimates.filter(({ n }) => n > 1);
  const tooltip = [
    { field: "alpha", title: "alpha" },
    { field: "n", title: "networks" },
    { field: "mean", title: "mean", format },
    { field: "low", title: "95% from", format },
    { field: "high", title: "95% to", format },
  ];
  const arrows = (cut: readonly AlphaEstimate[], edge: number, shape: string): Layer => ({
    data: { values: [...cut] },
    mark: { type: "point", style: "arrow", shape, xOffset: offset },
    encoding: { x, y: { ...y, datum: edge }, tooltip },
  });
  return [
    {
      data: { values: bounded },
      mark: { type: "rule", style: "interval", clip: true, xOffset: offset },
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, tooltip },
    },
    {
      data: { values: averaged },
      mark: { type: "tick", style: "mean", orient: "horizontal", xOffset: offset },
      encoding: { x, y: { ...y, field: "mean" }, tooltip },
    },
    arrows(
      bounded.filter(({ low }) => (low ?? bottom) < bottom),
      bottom,
      "triangle-down",
    ),
    arrows(
      bounded.filter(({ high }) => (high ?? top) > top),
      top,
      "triangle-up",
    ),
  ];
}
