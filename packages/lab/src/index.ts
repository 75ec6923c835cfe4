/**
 * Recipe → trial → sweep → table → figures → report.
 *
 * @module
 */
export type {
  EpochMetrics,
  LayerMeasurement,
  Measurement,
  StoppingRule,
  Sweep,
  SweepTable,
  Trial,
  TrialResult,
  TrialRow,
  TrialState,
} from "./contracts.js";
export { type CorruptImagesOptions, corruptImages } from "./corrupt/corrupt-images.js";
export {
  type DatasetFacts,
  type DatasetPlace,
  type DatasetVerification,
  describeDataset,
  listDatasets,
  type SplitFacts,
  verifyDataset,
} from "./data/datasets.js";
export { type Check, examine } from "./doctor/examine.js";
export { ExportError } from "./export/error.js";
export {
  type ExportFormat,
  type ExportOptions,
  type ExportSummary,
  exportFormats,
  exportNetwork,
} from "./export/export.js";
export {
  exportSweep,
  type SweepExportSummary,
  type SweepFormat,
  sweepFormats,
} from "./export-sweep/export-sweep.js";
export { type TableName, tableNames } from "./export-sweep/tables.js";
export { encodeJson } from "./files/atomic.js";
export { FileError } from "./files/read-json.js";
export { CheckpointError } from "./measure/checkpoint-error.js";
export { type Evaluation, evaluate } from "./measure/evaluate.js";
export type { ForeignOptions } from "./measure/foreign-weights.js";
export { type MeasureOptions, measure } from "./measure/measure.js";
export { type Checkpoint, readCheckpoint } from "./measure/weights.js";
export { PluginError } from "./plugins/error.js";
export { describePlugin, loadPlugins, type Plugin, type PluginHost } from "./plugins/plugins.js";
export { RecipeError } from "./recipe/error.js";
export {
  changeRecipe,
  completeRecipe,
  defaultRecipe,
  loadRecipe,
  type NamedRecipe,
  recipeNames,
} from "./recipe/load.js";
export { type Overrides, parseList, parseOverrides } from "./recipe/overrides.js";
export { alphasOf, type Recipe, recipeSchema, seedsOf } from "./recipe/schema.js";
export { writeReport } from "./report/report.js";
export type { ReportSummary } from "./report/write-report.js";
export { documentOf as robustnessDocument, type RobustnessDocument } from "./robustness/document.js";
export { RobustnessError } from "./robustness/error.js";
export type { AssessmentEvent } from "./robustness/messages.js";
export type { RobustnessOptions } from "./robustness/options.js";
export { type RobustnessOutcome, runRobustness } from "./robustness/run-robustness.js";
export { statementText } from "./robustness/statement-text.js";
export type { Statement } from "./robustness/statements.js";
export {
  ClusterError,
  type ClusterRequest,
  type ClusterScheduler,
  type ClusterState,
  type ClusterTask,
} from "./schedulers/cluster.js";
export type { SchedulerEvent } from "./schedulers/local.js";
export type { TrialEnd } from "./schedulers/messages.js";
export { slurm } from "./schedulers/slurm.js";
export type { SlurmOptions } from "./schedulers/slurm-script.js";
export { type Cancelled, cancelOnCluster } from "./sweep/cancel-on-cluster.js";
export { cleanSweep, type Leftover } from "./sweep/clean.js";
export { type ClusterShares, clusterShares, tasksFor } from "./sweep/cluster-shares.js";
export { estimateSweep, type SweepEstimate } from "./sweep/dry-run.js";
export { recipeOfSweep, SweepConflictError } from "./sweep/folder.js";
export { rerunCommand } from "./sweep/rerun.js";
export { type ClusterOptions, type ClusterOutcome, runOnCluster } from "./sweep/run-on-cluster.js";
export { runSweep, type SweepOptions, type SweepPlan } from "./sweep/run-sweep.js";
export { stoppingText } from "./sweep/seeds.js";
export { type WorkOptions, type WorkOutcome, workOn } from "./sweep/work.js";
export { measureCommand, shellWord } from "./table/commands.js";
export type { Estimate } from "./table/estimate.js";
export { findSweeps } from "./table/find-sweeps.js";
export { readSweep, requireSweep } from "./table/read-sweep.js";
export type { AlphaSummary } from "./table/summarize.js";
export { SweepFolderError } from "./table/sweep-folder-error.js";
export { readTrialFile, type TrainOptions, train } from "./trial/train.js";
export { trialOf, trialsOf } from "./trial/trial.js";
export { judgeStopping, type StoppingState } from "./until/judge.js";
export { parseStoppingRule, StoppingRuleError } from "./until/rule.js";
export { versions } from "./versions.js";
