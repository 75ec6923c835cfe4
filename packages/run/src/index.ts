/**
 * Recipe → trial → sweep: leases, checkpoints, the process pool, schedulers.
 *
 * @module
 */
export { CheckpointError, type CheckpointErrorCode } from "./checkpoints/checkpoint-error.js";
export { describeDivergence } from "./checkpoints/diverged.js";
export { loadNetwork } from "./checkpoints/load-network.js";
export { locateWeights } from "./checkpoints/locate-weights.js";
export { encodeDescription, type NetworkDescription, readClassNames } from "./checkpoints/network-description.js";
export { isOnnxFile } from "./checkpoints/onnx-file.js";
export { countFinite, createNotFiniteError } from "./checkpoints/require-finite-weights.js";
export { describeOtherClasses, requireClassCount, requireClassOrder, requireFit } from "./checkpoints/require-fit.js";
export {
  describeChangedData,
  findTrainingData,
  locateTrainingData,
  type TrainingData,
} from "./checkpoints/training-data.js";
export { type Checkpoint, readCheckpoint } from "./checkpoints/weights.js";
export { readWeightsFile, type WeightsFile } from "./checkpoints/weights-file.js";
export { type Cancelled, cancelOnCluster } from "./cluster/cancel-on-cluster.js";
export { readSubmissionTime } from "./cluster/cluster-jobs.js";
export { type ClusterShares, clusterShares, keepThreads, sharesWarning, tasksFor } from "./cluster/cluster-shares.js";
export { concludeTask, rotateWork, type TaskOptions, type WorkOutcome } from "./cluster/conclude-task.js";
export { type ClusterOptions, type ClusterOutcome, runOnCluster } from "./cluster/run-on-cluster.js";
export { runTask, type WorkOptions } from "./cluster/run-task.js";
export { type ClusterWork, type WorkOnClusterOptions, workOnCluster } from "./cluster/work-on-cluster.js";
export type { ClassifierOutputs, ImageClassifier } from "./evaluate/classifier.js";
export { classify, type EvaluationOptions, evaluate } from "./evaluate/evaluate.js";
export type { Evaluation } from "./evaluate/evaluation.js";
export type { Labelling } from "./evaluate/evaluation-sums.js";
export { createMeasurement } from "./evaluate/measurement.js";
export { createNetworkClassifier } from "./evaluate/network-classifier.js";
export type { Scores } from "./evaluate/score-sums.js";
export { PluginError } from "./plugins/error.js";
export { describePlugin, loadPlugins, type Plugin, type PluginHost } from "./plugins/plugins.js";
export { loadPluginsFor } from "./plugins/recorded.js";
export { Failures } from "./pool/failures.js";
export type { Job, JobEnd, JobNews, PoolEvent } from "./pool/job.js";
export { runJobs } from "./pool/job-pool.js";
export { KeptData } from "./pool/kept-data.js";
export type { PoolLimits, PoolOptions } from "./pool/pool-options.js";
export { type JobHost, type JobServer, readWorkerSetting, serveJobs } from "./pool/serve-jobs.js";
export type { SchedulerEvent } from "./pool/trials/run-trials.js";
export { type JobPlace, recordJobFailure, workUnderLease } from "./pool/work-under-lease.js";
export type { WorkerProgram } from "./pool/worker-process.js";
export { RecipeError } from "./recipe/error.js";
export {
  changeRecipe,
  completeRecipe,
  defaultRecipe,
  loadRecipe,
  type NamedRecipe,
  recipeNames,
} from "./recipe/load.js";
export { type Overrides, parseOverrides } from "./recipe/overrides.js";
export { isSameContent, type RecordedData } from "./recipe/recorded-data.js";
export { listAlphas, listSeeds, type Recipe, recipeSchema } from "./recipe/schema.js";
export { requireNoFile, SweepConflictError } from "./records/conflict.js";
export { type DataErrorCode, RecordedDataError } from "./records/data-error.js";
export type { EpochMetrics } from "./records/epoch-metrics.js";
export { measuredNumber, transformSchema } from "./records/fields.js";
export { type LayerMeasurement, type Measurement, measurementSchema } from "./records/measurement.js";
export type { StoppingRule } from "./records/stopping-rule.js";
export type { Sweep } from "./records/sweep.js";
export type { SweepHistory, SweepTable, TrialHistory, TrialRow, TrialState } from "./records/sweep-table.js";
export type { Trial } from "./records/trial.js";
export { type TrialResult, trialResultSchema } from "./records/trial-result.js";
export { versions } from "./records/versions.js";
export type { Cluster, ClusterRequest, ClusterTask, ClusterTaskSide } from "./schedulers/contract/cluster.js";
export { ClusterError } from "./schedulers/contract/cluster-error.js";
export type { ClusterState } from "./schedulers/contract/count-tasks.js";
export { clusters, findCluster } from "./schedulers/schedulers.js";
export type { SlurmOptions } from "./schedulers/slurm/slurm-options.js";
export { StoppingRuleError } from "./stopping/error.js";
export { judgeStopping, type StoppingState } from "./stopping/judge.js";
export { parseStoppingRule } from "./stopping/rule.js";
export { cleanSweep, type Leftover } from "./sweep/clean.js";
export { estimateSweep, type SweepEstimate } from "./sweep/dry-run.js";
export { recipeOfSweep } from "./sweep/folder.js";
export { runSweep, type SweepOptions, type SweepPlan } from "./sweep/run-sweep.js";
export { stoppingText } from "./sweep/seeds.js";
export { measureCommand, redrawCommand } from "./table/commands.js";
export { computeDeadUnitsFraction } from "./table/dead-units-fraction.js";
export { findLoneTrials, findSweeps } from "./table/find-sweeps.js";
export { computeLiveSelectivity } from "./table/live-selectivity.js";
export { type MeasuredRow, measuredRows } from "./table/measured-rows.js";
export { isTrialFolder, type LoneTrial, readLoneTrial } from "./table/read-lone-trial.js";
export { readHistory, readSweep, requireSweep } from "./table/read-sweep.js";
export { rerunCommand } from "./table/rerun.js";
export {
  type AlphaSummary,
  findControl,
  pairedDifferences,
  type SummarizedOutcome,
  type SummaryOptions,
  summarize,
} from "./table/summarize.js";
export { SweepFolderError } from "./table/sweep-folder-error.js";
export { readTrialFile, type TrainOptions, trainTrial } from "./trial/train-trial.js";
export { createTrial, listTrials } from "./trial/trial.js";
