/**
 * Figures of sweeps whose robustness was evaluated.
 *
 * @module
 */
import type { ReportData, RobustnessData } from "../../data/report-data.js";
import type { FigureDefinition, FigureParts } from "../contract/figure.js";

/** The data of a sweep whose robustness was evaluated. */
export interface EvaluatedData extends ReportData {
  readonly robustness: RobustnessData;
}

/** A figure about robustness. */
export interface RobustnessFigure {
  readonly name: string;
  readonly title: string;
  /** Whether the evaluation has the part that the figure shows; by default always. */
  applies?(robustness: RobustnessData): boolean;
  compose(data: EvaluatedData): FigureParts;
}

/** Defines a figure that applies only to a sweep whose robustness was evaluated. */
export function defineRobustnessFigure({
  applies = () => true,
  compose,
  ...names
}: RobustnessFigure): FigureDefinition {
  return {
    ...names,
    applies: ({ robustness }) => robustness !== null && applies(robustness),
    compose(data) {
      const { robustness } = data;
      if (!robustness) throw new Error(`${names.name}: composed for a sweep without an evaluation`);
      return compose({ ...data, robustness });
    },
  };
}
