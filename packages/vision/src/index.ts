/**
 * Image data sets, batches with augmentation, models.
 *
 * @module
 */
export type { Augmentation } from "./augment/augmentation.js";
export { type Batch, type BatchOptions, batches, everyIndex } from "./batches/batches.js";
export { SplitError, type SplitOptions, split, type TrainingSplit } from "./batches/splits.js";
export type { ConformanceCheck } from "./conformance/check.js";
export { listDatasetChecks } from "./conformance/dataset-checks.js";
export { listModelChecks, type ModelCheckOptions } from "./conformance/model-checks.js";
export type { Fetch, FetchProgress } from "./datasets/contract/fetch-file.js";
export type { DatasetFormat, ImageDataset, Split } from "./datasets/contract/format.js";
export type { ClassOrder, DamagedImages, LoadOptions } from "./datasets/contract/kind.js";
export { cacheFolder, type Environment } from "./datasets/contract/locate.js";
export type { DatasetPresence, FilePresence } from "./datasets/contract/presence.js";
export {
  type DatasetFacts,
  type DatasetPlace,
  type DatasetVerification,
  describeDataset,
  listDatasets,
  type SplitFacts,
  verifyDataset,
} from "./datasets/describe-dataset.js";
export { datasetNames, findDataset, inspectDataset, isDatasetPath, loadDataset } from "./datasets/load.js";
export { moveDataset } from "./datasets/move-dataset.js";
export { type PluginDataset, registerDataset } from "./datasets/plugin-datasets.js";
export { datasetFormat } from "./datasets/published/published.js";
export { folderTree } from "./datasets/trees/file-tree.js";
export { imageFiles } from "./datasets/trees/image-files.js";
export { decodeTree } from "./datasets/trees/image-tree.js";
export { readWnids } from "./datasets/trees/load-tree.js";
export { type FileVerification, type SplitVerification, verifySplit } from "./datasets/verify.js";
export { DatasetError, type DatasetErrorCode } from "./error.js";
export { completeTransform, type EvaluationTransform, type TransformRequest } from "./images/evaluation-transform.js";
export { type MosaicOptions, mosaicPng } from "./images/mosaic.js";
export { readImage } from "./images/read-image.js";
export { type Interpolation, interpolations } from "./images/resample.js";
export { svgToPng } from "./images/svg-to-png.js";
export { createModel, listModelFamilies, type ModelFamilyFacts, modelNames } from "./models/create-model.js";
export { ModelError, type ModelErrorCode } from "./models/error.js";
export { ImageModel, type ImageShape, type ModelFamily, type ModelSpec } from "./models/model.js";
export { registerModel } from "./models/plugin-models.js";
export { describeThrown, type Registration } from "./plugins/check-plugin.js";
