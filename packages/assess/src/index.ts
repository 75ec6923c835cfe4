/**
 * A trained network, looked at: measured, corrupted, attacked, exported.
 *
 * @module
 */
export { type SeverityTable, severityTables, tableFor } from "@selectivity-lab/perturb";
export type { AblatedNetwork, AblationTable } from "./ablate/ablation-table.js";
export { findAblations } from "./ablate/find-ablations.js";
export type { AblateOptions } from "./ablate/options.js";
export { type AblationOutcome, runAblation } from "./ablate/run-ablation.js";
export {
  type CorruptedFiles,
  type CorruptImagesOptions,
  corruptImages,
} from "./corrupt/corrupt-images.js";
export { RobustnessError } from "./error.js";
export { ExportError } from "./export/error.js";
export {
  type ExportFormat,
  type ExportOptions,
  type ExportSummary,
  exportFormats,
  exportNetwork,
} from "./export/export.js";
export { requirePlace } from "./export/place.js";
export { createResultSchema, type InspectionResult } from "./inspect/files.js";
export type { InspectionEvent, InspectionOptions } from "./inspections/run-inspections.js";
export {
  type AblationCurve,
  type AblationScope,
  type CumulativeAblation,
  type CumulativeAblationSettings,
  cumulativeAblation,
} from "./lesions/cumulative-ablation.js";
export type { ClassTotals, LesionTotals } from "./lesions/lesion-sums.js";
export { type LesionOptions, scoreLesions } from "./lesions/score-lesions.js";
export {
  type AblatedLayer,
  type UnitAblation,
  type UnitAblationSettings,
  unitAblation,
} from "./lesions/unit-ablation.js";
export type { ForeignOptions } from "./measure/foreign-weights.js";
export { measure } from "./measure/measure.js";
export type { MeasureOptions } from "./measure/measure-options.js";
export type { AssessmentEvent } from "./robustness/assignment.js";
export { formatBudget } from "./robustness/attack-metrics.js";
export { type AssessmentTaskOptions, runAssessmentTask } from "./robustness/cluster-task.js";
export {
  type AttackAssessment,
  attackResultSchema,
  attackSettingsSchema,
  type CorruptionAssessment,
  corruptionResultSchema,
  corruptionSettingsSchema,
  type RobustnessRun,
} from "./robustness/contracts.js";
export { computeRelativeErrors, type RelativeErrors } from "./robustness/corruption-metrics.js";
export type { RobustnessOptions } from "./robustness/options.js";
export { findRobustness, type RobustnessRow, type RobustnessTable } from "./robustness/read-robustness.js";
export {
  type RobustnessClusterOptions,
  type RobustnessClusterOutcome,
  runRobustnessOnCluster,
} from "./robustness/run-on-cluster.js";
export { type RobustnessOutcome, runRobustness } from "./robustness/run-robustness.js";
