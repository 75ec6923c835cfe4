/**
 * Table → summaries → figures → report, and tables for other tools.
 *
 * @module
 */
export { exportSweep, type SweepExportSummary, type SweepFormat, sweepFormats } from "./export/export-sweep.js";
export { type TableName, tableNames } from "./export/tables.js";
export { writeReport } from "./page/report.js";
export type { ReportSummary } from "./page/write-report.js";
export { statementText } from "./robustness/statement-text.js";
export { type Statement, statementsOf } from "./robustness/statements.js";
export { type RobustnessSummary, summarizeRobustness } from "./robustness/summarize-robustness.js";
