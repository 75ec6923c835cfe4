/**
 * A network measured on one split of its data set: accuracy, loss, and the class selectivity of every unit.
 *
 * @module
 */
import { z } from "zod";
import { measuredNumber, transformSchema } from "./fields.js";

/** One hidden layer of one network. `selectivity[u]` and `selectedClass[u]` belong to unit u. */
export const layerMeasurementSchema = z.object({
  name: z.string(),
  units: z.int(),
  meanSelectivity: measuredNumber,
  selectivity: z.array(measuredNumber),
  selectedClass: z.array(z.int()),
  /** Number of units that are silent on every image. */
  deadUnits: z.int(),
  /** Mean over the units that are not dead. Absent in documents of older versions. */
  liveSelectivity: measuredNumber.optional(),
});
/** One hidden layer of one network: see {@link layerMeasurementSchema}. */
export type LayerMeasurement = z.infer<typeof layerMeasurementSchema>;

/** One hidden layer under one measure. */
const measuredLayerSchema = z.object({
  name: z.string(),
  /** Mean over the units for which the measure is defined. */
  mean: measuredNumber,
  /** The measure of each unit; NaN where it is undefined. */
  values: z.array(measuredNumber),
  /** Number of units that are not dead, but for which the measure is undefined. */
  undefinedUnits: z.int(),
});

/** One network under one measure of selectivity; each mean is over layers of the mean over a layer's units. */
export const networkMeasureSchema = z.object({
  mean: measuredNumber,
  /** With permuted labels. */
  null: measuredNumber,
  /** With the best class chosen on one half of the images and measured on the other; NaN for measures that choose nothing. */
  splitHalf: measuredNumber,
  /** Over units that are not dead. */
  live: measuredNumber,
  /** Layers in order of computation. */
  layers: z.array(measuredLayerSchema),
});
/** One network under one measure: see {@link networkMeasureSchema}. */
export type NetworkMeasure = z.infer<typeof networkMeasureSchema>;

/** One network on one split: what `selectivity measure --json` prints, and the `test` of a result. */
export const measurementSchema = z.object({
  schema: z.literal(1),
  /** Share of images classified correctly, 0..1. */
  accuracy: measuredNumber,
  /** Mean cross entropy, in nats. */
  loss: measuredNumber,
  /** Mean over layers of the mean over a layer's units, 0..1. */
  meanSelectivity: measuredNumber,
  /** Mean selectivity with permuted labels: what sampling alone gives. */
  nullSelectivity: measuredNumber,
  /**
   * Mean selectivity with the preferred class chosen on one half of the images and measured on the other: biased down where
   * `meanSelectivity` is biased up, the more so the fewer images per class.
   */
  splitHalfSelectivity: measuredNumber,
  /** Mean over layers of the mean over units that are not dead; layers without live units are left out. Absent in documents of older versions. */
  liveSelectivity: measuredNumber.optional(),
  /** Layers in order of computation. */
  layers: z.array(layerMeasurementSchema),
  /** By name of the measure, the index included; absent where the index is all that was measured. */
  measures: z.record(z.string(), networkMeasureSchema).optional(),
  /** By which labels selectivity was measured, where these are not the data set's own: `selectedClass` counts in `classes`. */
  labels: z.object({ file: z.string(), sha256: z.string(), classes: z.array(z.string()) }).optional(),
  split: z.string(),
  images: z.int(),
  /** How the pictures of a folder were resized and cropped; absent where that was not asked for. */
  transform: transformSchema.optional(),
  /** How unit means below 0 were treated. Always set for ONNX files, otherwise only where it was chosen; the default is to refuse them. */
  negatives: z.enum(["refuse", "abs", "relu", "shift"]).optional(),
  /** What was measured, name or path and SHA-256 by file, where that is known not to be the data set of the training. */
  changedData: z.object({ dataset: z.string(), sha256: z.record(z.string(), z.string()) }).optional(),
  /** What to know before the numbers are believed; absent where there is nothing. */
  notes: z.array(z.string()).optional(),
  /** For ONNX files: nonlinearities that are not among the layers, and why. */
  leftOut: z.array(z.object({ name: z.string(), why: z.string() })).optional(),
});
/** One network on one split: see {@link measurementSchema}. */
export type Measurement = z.infer<typeof measurementSchema>;
