/**
 * Table → summaries → figures → report, and tables for other tools.
 *
 * @module
 */
export { formatAblationCsv } from "./ablation/ablation-csv.js";
export { type AblationOfAlpha, listAreas, summarizeAblation } from "./ablation/summarize-ablation.js";
export { type NetworkDamage, summarizeUnits } from "./ablation/summarize-units.js";

export type { ReportOptions } from "./data/report-data.js";
export { exportSweep, type SweepExportSummary, type SweepFormat, sweepFormats } from "./export/export-sweep.js";
export { type TableName, tableNames } from "./export/tables.js";
export { writeReport } from "./page/report.js";
export type { ReportSummary } from "./page/write-report.js";
export { type Coverage, describeCoverage, measureCoverage } from "./robustness/coverage.js";
export { describeStatement } from "./robustness/describe-statement.js";
export { type Statement, testStatements } from "./robustness/statements.js";
export { type RobustnessSummary, summarizeRobustness } from "./robustness/summarize-robustness.js";
export type { ControlComparisons } from "./table/compare-to-control.js";
export {
  describeAdjusted,
  describeComparisons,
  describeEquivalence,
  formatMargin,
} from "./table/describe-comparisons.js";
