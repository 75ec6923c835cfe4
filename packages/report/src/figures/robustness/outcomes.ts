/**
 * The outcomes that figures about robustness show, and their names.
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

/** A number that a network's robustness comes to. */
export interface RobustOutcome {
  readonly of: ReadOutcome;
  readonly title: string;
  /** Above a panel of its own. */
  readonly heading: string;
  readonly labelExpr: string;
  readonly summary: keyof Pick<RobustnessSummary, "corruptedAccuracy" | "corruptedRatio" | "attackedArea">;
}

const PLAIN = "format(datum.value, '~r')";

/** All of them. */
export const OUTCOMES: readonly RobustOutcome[] = [
  {
    of: readCorruptedAccuracy,
    title: "mean corrupted accuracy",
    heading: "Corrupted images",
    labelExpr: PERCENT_LABEL,
    summary: "corruptedAccuracy",
  },
  {
    of: readCorruptedRatio,
    title: "corrupted ÷ clean accuracy",
    heading: "The same, of clean accuracy",
    labelExpr: PLAIN,
    summary: "corruptedRatio",
  },
  {
    of: readAttackedArea,
    title: "area under accuracy against budget",
    heading: "Targeted attacks",
    labelExpr: PLAIN,
    summary: "attackedArea",
  },
];
