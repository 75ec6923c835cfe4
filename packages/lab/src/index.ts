/**
 * The door of the lab for the command and the page.
 *
 * @module
 */

export {
  type AblateOptions,
  type AblationOutcome,
  type AssessmentEvent,
  type CorruptImagesOptions,
  corruptImages,
  ExportError,
  type ExportFormat,
  type ExportOptions,
  type ExportSummary,
  exportFormats,
  exportNetwork,
  type ForeignOptions,
  type InspectionEvent,
  type MeasureOptions,
  measure,
  type RobustnessClusterOptions,
  type RobustnessClusterOutcome,
  RobustnessError,
  type RobustnessOptions,
  type RobustnessOutcome,
  requirePlace,
  runAblation,
  runAssessmentTask,
  runRobustness,
  runRobustnessOnCluster,
} from "@selectivity-lab/assess";
export { encodeJson, FileError, quoteShellWord, summarizeError } from "@selectivity-lab/base";
export {
  describeAdjusted,
  describeComparisons,
  describeCoverage,
  describeEquivalence,
  describeStatement,
  exportSweep,
  formatAblationCsv,
  formatMargin,
  type ReportOptions,
  type ReportSummary,
  type Statement,
  type SweepExportSummary,
  type SweepFormat,
  sweepFormats,
  type TableName,
  tableNames,
  writeReport,
} from "@selectivity-lab/report";
export {
  type AlphaSummary,
  type Cancelled,
  type Checkpoint,
  CheckpointError,
  type Cluster,
  ClusterError,
  type ClusterOptions,
  type ClusterOutcome,
  type ClusterRequest,
  type ClusterShares,
  type ClusterState,
  type ClusterTask,
  cancelOnCluster,
  changeRecipe,
  cleanSweep,
  clusterShares,
  clusters,
  completeRecipe,
  createTrial,
  defaultRecipe,
  describePlugin,
  type EpochMetrics,
  type Evaluation,
  estimateSweep,
  evaluate,
  findCluster,
  findLoneTrials,
  findSweeps,
  isTrialFolder,
  type JobEnd,
  judgeStopping,
  type LayerMeasurement,
  type Leftover,
  type LoneTrial,
  listAlphas,
  listSeeds,
  listTrials,
  loadPlugins,
  loadRecipe,
  type Measurement,
  measureCommand,
  type NamedRecipe,
  type Overrides,
  type Plugin,
  PluginError,
  type PluginHost,
  parseOverrides,
  parseStoppingRule,
  type Recipe,
  RecipeError,
  readCheckpoint,
  readLoneTrial,
  readSweep,
  readTrialFile,
  recipeNames,
  recipeOfSweep,
  recipeSchema,
  requireSweep,
  rerunCommand,
  runOnCluster,
  runSweep,
  runTask,
  type SchedulerEvent,
  type SlurmOptions,
  type StoppingRule,
  StoppingRuleError,
  type StoppingState,
  type Sweep,
  SweepConflictError,
  type SweepEstimate,
  SweepFolderError,
  type SweepOptions,
  type SweepPlan,
  type SweepTable,
  stoppingText,
  type TaskOptions,
  type TrainOptions,
  type Trial,
  type TrialResult,
  type TrialRow,
  type TrialState,
  tasksFor,
  trainTrial,
  versions,
  type WorkOptions,
  type WorkOutcome,
} from "@selectivity-lab/run";
export type { Estimate } from "@selectivity-lab/statistics";
export {
  completeTransform,
  type DatasetFacts,
  type DatasetPlace,
  type DatasetVerification,
  describeDataset,
  listDatasets,
  type SplitFacts,
  verifyDataset,
} from "@selectivity-lab/vision";
export type { DoctorCheck } from "./doctor/check.js";
export { examineMachine, type MachineState } from "./doctor/examine-machine.js";
export { type AblateDocument, ablateDocumentSchema, createAblateDocument } from "./documents/ablate.js";
export { type CancelDocument, cancelDocumentSchema, createCancelDocument } from "./documents/cancel.js";
export { type CleanDocument, cleanDocumentSchema, createCleanDocument } from "./documents/clean.js";
export { type CorruptDocument, corruptDocumentSchema, createCorruptDocument } from "./documents/corrupt.js";
export { countStates, trialStates } from "./documents/count-states.js";
export { createDatasetDocument, type DatasetDocument, datasetDocumentSchema } from "./documents/dataset.js";
export { createDatasetsDocument, type DatasetsDocument, datasetsDocumentSchema } from "./documents/datasets.js";
export { createDoctorDocument, type DoctorDocument, doctorDocumentSchema } from "./documents/doctor.js";
export {
  createDryRunDocument,
  createSlurmDryRunDocument,
  type DryRunDocument,
  dryRunDocumentSchema,
  type SlurmDryRunDocument,
  slurmDryRunDocumentSchema,
} from "./documents/dry-run.js";
export {
  createExportDocument,
  createSweepExportDocument,
  type ExportDocument,
  exportDocumentSchema,
  type SweepExportDocument,
  sweepExportDocumentSchema,
} from "./documents/export.js";
export { createMeasureDocument, type MeasureDocument, measureDocumentSchema } from "./documents/measure.js";
export { createOverviewDocument, type OverviewDocument, overviewDocumentSchema } from "./documents/overview.js";
export {
  createRecipeDocument,
  createRecipesDocument,
  type RecipeDocument,
  type RecipesDocument,
  recipeDocumentSchema,
  recipesDocumentSchema,
} from "./documents/recipes.js";
export { createReportDocument, type ReportDocument, reportDocumentSchema } from "./documents/report.js";
export {
  createRobustnessDocument,
  type RobustnessDocument,
  robustnessDocumentSchema,
} from "./documents/robustness.js";
export { createSweepDocument, type SweepDocument, sweepDocumentSchema } from "./documents/sweep.js";
export { createTrainDocument, type TrainDocument, trainDocumentSchema } from "./documents/train.js";
export { createTrialDocument, type TrialDocument, trialDocumentSchema } from "./documents/trial.js";
export {
  createVerificationDocument,
  type VerificationDocument,
  verificationDocumentSchema,
} from "./documents/verification.js";
export { createWorkDocument, type WorkDocument, workDocumentSchema } from "./documents/work.js";
export { estimateOnSlurm, type SlurmEstimateOptions } from "./estimates/estimate-on-slurm.js";
