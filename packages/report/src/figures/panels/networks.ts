/**
 * Networks as points: the data and encodings that figures of outcomes share.
 *
 * @module
 */

import { computeDeadUnitsFraction, computeLiveSelectivity, type MeasuredRow } from "@selectivity-lab/run";
import { SIGNED_LABEL } from "../contract/alpha-scale.js";
import type { Layer } from "../contract/figure.js";

/** The name of the selection that a click on a legend entry makes. */
const PICK = "pick";

/** The datum of a measured network. */
export interface NetworkPoint {
  readonly trial: string;
  readonly alpha: number;
  readonly seed: number;
  readonly accuracy: number;
  readonly selectivity: number;
  /** Null where all units are dead, or where an older result does not say which are. */
  readonly liveSelectivity: number | null;
  /** Share of hidden units that are dead, 0..1. */
  readonly deadUnits: number;
}

/** Creates the datum of a row. */
export function createNetworkPoint({ id, alpha, seed, test }: MeasuredRow): NetworkPoint {
  return {
    ...{ trial: id, alpha, seed, accuracy: test.accuracy, selectivity: test.meanSelectivity },
    ...{ liveSelectivity: computeLiveSelectivity(test), deadUnits: computeDeadUnitsFraction(test) },
  };
}

/** What the tooltip of a network shows. */
export const networkTooltip = [
  { field: "trial", title: "trial" },
  { field: "alpha", title: "alpha" },
  { field: "seed", title: "seed" },
  { field: "accuracy", title: "test accuracy", format: ".2%" },
  { field: "selectivity", title: "mean selectivity", format: ".3f" },
  { field: "liveSelectivity", title: "of live units", format: ".3f" },
  { field: "deadUnits", title: "dead units", format: ".1%" },
] as const;

/** Encodes alpha as color, with a legend of every alpha, also those without a network. @param alphas descending. */
export function encodeAlphaColor(alphas: readonly number[]) {
  return {
    field: "alpha",
    type: "ordinal",
    scale: { domain: [...alphas] },
    legend: { title: "alpha", labelExpr: SIGNED_LABEL, symbolType: "circle", symbolOpacity: 1, symbolStrokeWidth: 0 },
  } as const;
}

/**
 * A click on an entry of the legend picks its alpha, and another click drops it. One view of a figure has this parameter.
 *
 * Only clicks in the legend count: Vega-Lite would take any other click as a repetition of the last one.
 */
export const pickByLegend = {
  name: PICK,
  select: { type: "point" as const, fields: ["alpha"], toggle: "true" },
  bind: { legend: "click[event.item && indexof(event.item.mark.role, 'legend') >= 0]" },
};

/** Fades the alphas that are not picked in the legend. */
export const fadeUnpicked = { condition: { param: PICK, value: 1 }, value: 0.06 } as const;

/** The share of dead units above which a network is drawn as a cross: its low mean selectivity is that of silence. */
const MOSTLY_DEAD = 0.5;

/** Encodes whether most of a network's units are dead as the shape of its point. */
export const markMostlyDead = {
  condition: { test: `datum.deadUnits > ${MOSTLY_DEAD}`, value: "cross" },
  value: "circle",
} as const;

/** What the crosses are; nothing where there are none. */
export function describeCrosses(networks: readonly NetworkPoint[]): string[] {
  return networks.some(({ deadUnits }) => deadUnits > MOSTLY_DEAD)
    ? ["Crosses: networks most of whose hidden units are dead; these count as selectivity 0."]
    : [];
}

/** Draws a dashed line at the value of the control; no line without a control. */
export function drawReferenceLine(value: number | undefined): Layer[] {
  if (value === undefined) return [];
  return [
    {
      data: { values: [{}] },
      mark: { type: "rule", style: "control" },
      encoding: { y: { datum: value, type: "quantitative" } },
    },
  ];
}
