/**
 * What all figures share: the frame around the views.
 *
 * Title and caption stand in the picture, so that it can be lifted out of the report; so does what it lacks, and how to
 * draw it again.
 * @module
 */

import { measuredRows, redrawCommand, type SweepTable } from "@selectivity-lab/run";
import type { TopLevelSpec } from "vega-lite";
import { describeMissingTrials, findMissingTrials } from "../../table/missing-trials.js";
import { collectAlphas } from "./alpha-scale.js";
import { createTheme } from "./theme.js";

/** One panel of a figure. */
export type View = Extract<TopLevelSpec, { hconcat: unknown }>["hconcat"][number];

/** One layer of a panel. */
export type Layer = Extract<View, { layer: unknown }>["layer"][number];

/** A Vega-Lite specification with its data inside: draws in Node, in the page, in Altair, in Jupyter. */
export type Figure = Extract<TopLevelSpec, { hconcat: unknown } | { vconcat: unknown }> & {
  title: { text: string; subtitle: string[] };
  description: string;
};

/** What is particular to a figure. */
export interface FigureParts {
  readonly title: string;
  /** What is shown, with its n and its interval: one line each. */
  readonly caption: readonly string[];
  /** The picture for those who do not see it. */
  readonly description: string;
  readonly direction: "row" | "column";
  readonly views: readonly View[];
}

/** Puts the frame around the views; a sweep with nothing to show gets a picture that says so. */
export function figure(table: SweepTable, parts: FigureParts): Figure {
  const missing = describeMissingTrials(table);
  const caption = parts.views.length > 0 ? parts.caption : [];
  const frame = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: { text: parts.title, subtitle: [...caption, ...(missing ? [`Incomplete: ${missing}.`] : [])] },
    description: missing ? `${parts.description} ${missing}.` : parts.description,
    usermeta: {
      trials: measuredRows(table).map((row) => row.id),
      missing: findMissingTrials(table).map((row) => row.id),
      command: redrawCommand(table),
    },
    config: createTheme(collectAlphas(table.rows)),
    spacing: parts.direction === "row" ? 44 : 36,
  };
  const views = parts.views.length > 0 ? [...parts.views] : [NOTHING_YET];
  return parts.direction === "row" ? { ...frame, hconcat: views } : { ...frame, vconcat: views };
}

const NOTHING_YET: View = {
  width: 480,
  height: 80,
  data: { values: [{}] },
  mark: { type: "text", style: "note", text: "No finished trial to show yet." },
};
