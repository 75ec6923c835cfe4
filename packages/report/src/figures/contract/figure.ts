/**
 * The contract of a figure, and the frame that all figures share.
 *
 * A figure is a {@link FigureDefinition}: a name, a title, when it applies, and a pure function from the report's data to panels.
 * The frame adds title, caption, what is missing, and the command that draws the picture again, so that a picture can be taken
 * out of the report and still explains itself.
 *
 * To add a figure, write a file that exports a definition and add a line to `figures.ts`.
 * @module
 */

import { redrawCommand } from "@selectivity-lab/run";
import type { TopLevelSpec } from "vega-lite";
import type { ReportData } from "../../data/report-data.js";
import { createTheme } from "./theme.js";

/** One panel of a figure. */
export type View = Extract<TopLevelSpec, { hconcat: unknown }>["hconcat"][number];

/** One layer of a panel. */
export type Layer = Extract<View, { layer: unknown }>["layer"][number];

/** A Vega-Lite specification with its data inside: it draws in Node, in the page, in Altair, in Jupyter. */
export type Figure = Extract<TopLevelSpec, { hconcat: unknown } | { vconcat: unknown }> & {
  title: { text: string; subtitle: string[] };
  description: string;
};

/** What one kind of figure is. */
export interface FigureDefinition {
  /** Name of its files and its anchor in the page: kebab-case, unique. */
  readonly name: string;
  readonly title: string;
  /** Whether the sweep has the kind of data that the figure shows. */
  applies(data: ReportData): boolean;
  /** Composes caption and panels; called only where the figure applies. */
  compose(data: ReportData): FigureParts;
}

/** What is particular to a figure. */
export interface FigureParts {
  /** What is shown, with its n and its interval: one sentence or two per line. */
  readonly caption: readonly string[];
  /** The picture in words, for readers who cannot see it. */
  readonly description: string;
  readonly direction: "row" | "column";
  /** Panels; empty where there is nothing to show yet. */
  readonly views: readonly View[];
}

/** Draws a figure: composes its panels and puts the frame around them. Without panels the picture says so. */
export function drawFigure({ title, compose }: FigureDefinition, data: ReportData): Figure {
  const { table, measured, missing, missingNote } = data;
  const { caption, description, direction, views } = compose(data);
  const lines = views.length > 0 ? caption : [];
  const frame = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: { text: title, subtitle: [...lines, ...(missingNote ? [`Incomplete: ${missingNote}.`] : [])] },
    description: missingNote ? `${description} ${missingNote}.` : description,
    usermeta: {
      trials: measured.map(({ id }) => id),
      missing: missing.map(({ id }) => id),
      command: redrawCommand(table),
    },
    config: createTheme(data.alphas),
    spacing: direction === "row" ? 44 : 36,
  };
  const panels = views.length > 0 ? [...views] : [NOTHING_YET];
  return direction === "row" ? { ...frame, hconcat: panels } : { ...frame, vconcat: panels };
}

const NOTHING_YET: View = {
  width: 480,
  height: 80,
  data: { values: [{}] },
  mark: { type: "text", style: "note", text: "No finished trial to show yet." },
};
