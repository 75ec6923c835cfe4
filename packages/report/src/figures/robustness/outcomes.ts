/**
 * The outcomes that figures about robustness show.
 *
 * @module
 */
import {
  type ReadOutcome,
  type RobustnessSummary,
  readAttackedArea,
  readCorruptedAccuracy,
  readCorruptedRatio,
} from "../../robustness/summarize-robustness.js";
import { PERCENT_LABEL } from "../contract/alpha-scale.js";

/** One number that describes the robustness of a network. */
export interface RobustOutcome {
  readonly read: ReadOutcome;
  /** Title of the y axis. */
  readonly title: string;
  /** Heading above a panel. */
  readonly heading: string;
  /** Labels of the y axis, in Vega's expression language. */
  readonly labelExpr: string;
  readonly summary: keyof Pick<RobustnessSummary, "corruptedAccuracy" | "corruptedRatio" | "attackedArea">;
}

const PLAIN = "format(datum.value, '~r')";

/** The outcomes, in the order of the panels. */
export const OUTCOMES: readonly RobustOutcome[] = [
  {
    read: readCorruptedAccuracy,
    title: "mean corrupted accuracy",
    heading: "Corrupted images",
    labelExpr: PERCENT_LABEL,
    summary: "corruptedAccuracy",
  },
  {
    read: readCorruptedRatio,
    title: "corrupted ÷ clean accuracy",
    heading: "Share of clean accuracy kept",
    labelExpr: PLAIN,
    summary: "corruptedRatio",
  },
  {
    read: readAttackedArea,
    title: "area under accuracy against budget",
    heading: "Adversarial attacks",
    labelExpr: PLAIN,
    summary: "attackedArea",
  },
];
