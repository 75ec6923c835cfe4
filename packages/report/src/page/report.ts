/**
 * Entry point of the report. It loads the drawing libraries only when a report is written, because training needs none of them.
 *
 * @module
 */
import type { ReportOptions } from "../data/report-data.js";
import type { ReportSummary } from "./write-report.js";

/** Writes the report of a sweep into its folder; see {@link ReportSummary} and `write-report.ts`. */
export async function writeReport(folder: string, options: ReportOptions = {}): Promise<ReportSummary> {
  return (await import("./write-report.js")).writeReport(folder, options);
}
