/**
 * Image data sets, their splits and batches, and the models that learn them.
 *
 * @module
 */
export type { Augmentation } from "./augment/augmentation.js";
export { type Batch, type BatchOptions, batches, everyIndex } from "./batches.js";
export { DatasetError, type DatasetErrorCode } from "./datasets/error.js";
export type { DatasetFormat, ImageDataset, Split } from "./datasets/format.js";
export { datasetFormat, datasetNames, type LoadOptions, loadDataset } from "./datasets/load.js";
export { createModel, modelNames } from "./models/create-model.js";
export { ModelError, type ModelErrorCode } from "./models/error.js";
export type { ImageModel, ImageShape, ModelSpec } from "./models/model.js";
export { nearest } from "./nearest.js";
export { SplitError, type SplitOptions, split, type TrainingSplit } from "./splits.js";
