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
export { type Registration, thrownText } from "./brought.js";
export { type CorruptOptions, corrupt } from "./corruptions/corrupt.js";
export {
  type CorruptedSetOptions,
  corruptedSet,
  corruptedSetFile,
  openCorruptedSet,
} from "./corruptions/corrupted-set.js";
export type { CorruptionFamily, Fidelity, SeverityTable } from "./corruptions/corruption.js";
export {
  type CorruptionFacts,
  corruptionNames,
  corruptionNamesOf,
  corruptionVersion,
  describeCorruption,
  standardCorruptions,
} from "./corruptions/corruptions.js";
export { CorruptionError } from "./corruptions/error.js";
export { readFrostPhotographs } from "./corruptions/frost-photographs.js";
export { type MosaicOptions, mosaicPng } from "./corruptions/mosaic.js";
export type { Picture } from "./corruptions/picture.js";
export { type LabelledImages, type PublishedWish, readPublished } from "./corruptions/published-sets.js";
export { DatasetError, type DatasetErrorCode } from "./datasets/error.js";
export type { Fetch, FetchProgress } from "./datasets/fetch-file.js";
export type { DatasetFormat, ImageDataset, Split } from "./datasets/format.js";
export type { DamagedImages, LoadOptions } from "./datasets/kind.js";
export { datasetNames, findDataset, loadDataset } from "./datasets/load.js";
export { wnidsOf } from "./datasets/load-tree.js";
export { type PluginDataset, registerDataset } from "./datasets/plugin-datasets.js";
export { datasetFormat } from "./datasets/published.js";
export { readImage } from "./datasets/read-image.js";
export {
  type FileVerification,
  type SplitVerification,
  verifySplit,
} from "./datasets/verify.js";
export { createModel, modelNames } from "./models/create-model.js";
export { ModelError, type ModelErrorCode } from "./models/error.js";
export { ImageModel, type ImageShape, type ModelFamily, type ModelSpec } from "./models/model.js";
export { registerModel } from "./models/plugin-models.js";
export { nearest } from "./nearest.js";
export { SplitError, type SplitOptions, split, type TrainingSplit } from "./splits.js";
