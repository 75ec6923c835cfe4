/**
 * Everything that a report is drawn from: the sweep's table, and what is computed from it, each once.
 *
 * Tables, figures and the page's sections are functions of this object; none of them summarizes or tests again.
 * @module
 */
import { type AblationTable, findAblations, findRobustness, type RobustnessTable } from "@selectivity-lab/assess";
import {
  type AlphaSummary,
  findControl,
  judgeStopping,
  type MeasuredRow,
  measuredRows,
  readHistory,
  type StoppingState,
  type SummaryOptions,
  type SweepHistory,
  summarize,
  type TrialRow,
} from "@selectivity-lab/run";
import { type Coverage, measureCoverage } from "../robustness/coverage.js";
import { type Statement, testStatements } from "../robustness/statements.js";
import { type RobustnessSummary, summarizeRobustness } from "../robustness/summarize-robustness.js";
import { collectAlphas } from "../table/collect-alphas.js";
import { type ControlComparisons, compareToControl } from "../table/compare-to-control.js";
import { checkExpected, type ExpectedCheck } from "../table/expected-check.js";
import { describeMissingTrials, findMissingTrials } from "../table/missing-trials.js";

/** A sweep, read and summarized. */
export interface ReportData {
  readonly table: SweepHistory;
  /** Alphas, descending, also those without a measured network. */
  readonly alphas: readonly number[];
  /** Rows whose networks are measured on the test split. */
  readonly measured: readonly MeasuredRow[];
  /** One per alpha, ascending. */
  readonly summaries: readonly AlphaSummary[];
  /** The summary of alpha = 0, where the sweep has it. */
  readonly control: AlphaSummary | undefined;
  readonly comparisons: ControlComparisons;
  readonly expected: ExpectedCheck | null;
  /** How the sweep stands with the rule by which it adds seeds; null without such a rule. */
  readonly stopping: StoppingState | null;
  /** Rows without a result to show, and a sentence about them; null when there are none. */
  readonly missing: readonly TrialRow[];
  readonly missingNote: string | null;
  /** Null where robustness was never evaluated. */
  readonly robustness: RobustnessData | null;
  /** The last single-unit ablation, and the last cumulative one; empty where none was made. */
  readonly ablations: readonly AblationTable[];
}

/** The robustness of a sweep's networks, summarized and tested. */
export interface RobustnessData extends RobustnessTable {
  /** One per alpha, ascending. */
  readonly summaries: readonly RobustnessSummary[];
  readonly statements: readonly Statement[];
  readonly coverage: Coverage;
}

/** How a sweep is summarized and compared. */
export interface ReportOptions extends SummaryOptions {
  /** Largest difference of accuracy that does not matter, as a share; null, the default: none is named. */
  readonly margin?: number | null;
}

/** What was evaluated of a sweep's networks after training. */
export interface Evaluations {
  readonly robustness?: RobustnessTable | null;
  readonly ablations?: readonly AblationTable[];
}

/** Reads everything that a report needs from a sweep's folder. @throws SweepFolderError when the folder holds no sweep. */
export async function readReportData(folder: string, options: ReportOptions = {}): Promise<ReportData> {
  const table = await readHistory(folder, { layers: false });
  return createReportData(
    table,
    { robustness: await findRobustness(folder, table), ablations: await findAblations(folder) },
    options,
  );
}

/** Summarizes a sweep, and tests the statements about its robustness. */
export function createReportData(
  table: SweepHistory,
  { robustness = null, ablations = [] }: Evaluations = {},
  { margin = null, pooled = false }: ReportOptions = {},
): ReportData {
  const summaries = summarize(table, { pooled });
  const control = findControl(summaries);
  const missing = findMissingTrials(table);
  return {
    table,
    alphas: collectAlphas(table.rows),
    measured: measuredRows(table),
    summaries,
    control,
    comparisons: compareToControl(summaries, margin),
    expected: checkExpected(table, control),
    stopping: judgeStopping(table),
    missing,
    missingNote: describeMissingTrials(missing, table.rows.length),
    robustness: robustness && {
      ...robustness,
      summaries: summarizeRobustness(robustness.rows, { pooled }),
      statements: testStatements(robustness),
      coverage: measureCoverage(robustness),
    },
    ablations,
  };
}
