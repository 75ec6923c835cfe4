/**
 * The science of units: taps, selectivity measures, the knob, the meter.
 *
 * @module
 */
export { SelectivityError, type SelectivityErrorCode } from "./error.js";
export { ClassMemory, type ClassMemoryState } from "./knob/class-memory.js";
export { knobLoss } from "./knob/knob-loss.js";
export { ResidentTerm, type ResidentTermOptions } from "./knob/resident-term.js";
export { type SelectivityTerm, type SelectivityTermOptions, selectivityTerm } from "./knob/selectivity-term.js";
export { type Aggregate, type ClassMeans, classConditionalMeans } from "./measures/class-conditional-means.js";
export type { Negatives } from "./measures/non-negative.js";
export { SELECTIVITY_EPSILON, selectivityIndex } from "./measures/selectivity-index.js";
export type { LayerSelectivity, MeanSelectivity, NetworkSelectivity } from "./meter/network-selectivity.js";
export { SelectivityMeter, type SelectivityMeterOptions } from "./meter/selectivity-meter.js";
export { unitMeans } from "./taps/unit-means.js";
export { UnitRecorder } from "./taps/unit-recorder.js";
