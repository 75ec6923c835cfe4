/**
 * Networks as ONNX files: written from a forward pass, run, and opened at their hidden units.
 *
 * @module
 */
export { type Answers, OnnxClassifier } from "./classifier/classifier.js";
export { type OnnxFile, type ReadOptions, readOnnxFile } from "./classifier/file.js";
export type { AxisSize, ImageLayout, PixelRange } from "./classifier/image-input.js";
export type { ScoreKind } from "./classifier/scores.js";
export { listOnnxSupport, type OnnxSupport } from "./classifier/support.js";
export { OnnxError, type OnnxErrorCode, TranslationError } from "./error.js";
export { type ExternalFile, type Floats, OnnxSession, setOnnxThreads } from "./session.js";
export { MASK, MEANS } from "./trace/mask-units.js";
export { IMAGES, LOGITS, OPSET, type TraceOptions, traceModel } from "./trace/trace.js";
export type { UnitSurvey, UnitTensor } from "./units/find-units.js";
export type { LeftOut } from "./units/left-out.js";
