/**
 * Image data sets, their splits and batches, and the models that learn them.
 *
 * @module
 */
export { type AttackResult, attack } from "./attacks/attack.js";
export { type Norm, norms } from "./attacks/ball.js";
export type { Check, ExaminationOptions } from "./attacks/checks/check.js";
export { examineVictim } from "./attacks/checks/examine.js";
export { type LossSurface, lossSurface } from "./attacks/checks/loss-surface.js";
export {
  type AttackChoice,
  attackCurve,
  type BudgetResult,
  type CurveOptions,
  type CurveProgress,
} from "./attacks/curve.js";
export { AttackError, type AttackErrorCode } from "./attacks/error.js";
export { attackNames } from "./attacks/methods.js";
export type { AttackOptions, AttackProgress } from "./attacks/plan.js";
export type { AttackedBatch } from "./attacks/siege.js";
export { transferAttack } from "./attacks/transfer.js";
export { type Victim, type VictimOptions, victimOf } from "./attacks/victim.js";
export type { Augmentation } from "./augment/augmentation.js";
export { type Batch, type BatchOptions, batches, everyIndex } from "./batches.js";
export { DatasetError, type DatasetErrorCode } from "./datasets/error.js";
export type { Fetch, FetchProgress } from "./datasets/fetch-file.js";
export type { DatasetFormat, ImageDataset, Split } from "./datasets/format.js";
export { datasetFormat, datasetNames, findDataset, type LoadOptions, loadDataset } from "./datasets/load.js";
export { createModel, modelNames } from "./models/create-model.js";
export { ModelError, type ModelErrorCode } from "./models/error.js";
export type { ImageModel, ImageShape, ModelSpec } from "./models/model.js";
export { nearest } from "./nearest.js";
export { SplitError, type SplitOptions, split, type TrainingSplit } from "./splits.js";
