/**
 * The science of units: taps, statistics of unit responses, selectivity measures, the knob, the meter.
 *
 * @module
 */
export { SelectivityError, type SelectivityErrorCode } from "./error.js";
export { CapturedTerm, type CapturedTermOptions } from "./knob/captured-term.js";
export { ClassMemory, type ClassMemoryState } from "./knob/class-memory.js";
export { knobLoss } from "./knob/knob-loss.js";
export { type SelectivityTerm, type SelectivityTermOptions, selectivityTerm } from "./knob/selectivity-term.js";
export { isTrainable, type SelectivityMeasure, type TrainableMeasure } from "./measures/measure.js";
export {
  findMeasure,
  findTrainableMeasure,
  measureNames,
  SELECTIVITY_MEASURES,
  selectMeasures,
  trainableMeasureNames,
} from "./measures/measures.js";
export {
  createIndexMeasure,
  indexMeasure,
  SELECTIVITY_EPSILON,
  selectivityIndex,
} from "./measures/selectivity-index.js";
export type {
  LayerSelectivity,
  MeanSelectivity,
  MeasuredLayer,
  MeasuredNetwork,
  NetworkSelectivity,
} from "./meter/network-selectivity.js";
export { SelectivityMeter, type SelectivityMeterOptions } from "./meter/selectivity-meter.js";
export { classConditionalMeans } from "./responses/class-conditional-means.js";
export { type ClassMeans, largestMean, meanOfOthers, type PresentClassMeans } from "./responses/class-means.js";
export { classMeansStatistic } from "./responses/class-means-statistic.js";
export type { Negatives } from "./responses/non-negative.js";
export type {
  Aggregate,
  BatchOptions,
  BatchStatistic,
  ClassCount,
  ClassHistory,
  Collector,
  Counted,
  LabelledImages,
  ResponseStatistic,
} from "./responses/response-statistic.js";
export { type HeldValues, type Lesion, type LesionRow, LesionTap } from "./taps/lesion-tap.js";
export { unitMeans } from "./taps/unit-means.js";
export { UnitRecorder } from "./taps/unit-recorder.js";
