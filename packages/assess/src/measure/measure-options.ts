/**
 * Options of a measurement, whichever engine runs the network.
 *
 * @module
 */
import type { EvaluationOptions } from "@selectivity-lab/run";
import type { Negatives } from "@selectivity-lab/selectivity";
import type { Split } from "@selectivity-lab/vision";
import type { ForeignOptions } from "./foreign-weights.js";

/**
 * What to measure, and on what. `damagedImages` is by default what the network was trained with; `imageSize` is for weights from
 * elsewhere, other files of networks say it themselves; `notify` is also told of layers of an ONNX file that are left out.
 */
export interface MeasureOptions extends ForeignOptions {
  readonly split?: Split;
  /** `cpu` by default. */
  readonly device?: string;
  /** Threads to compute with; one per core by default. */
  readonly threads?: number | undefined;
  /** Files with models and data sets of one's own, beside those that a trial's folder records. */
  readonly plugins?: readonly string[];
  /** What counts where unit means are below 0, see {@link Negatives}; refused by default. Recorded in the document. */
  readonly negatives?: Exclude<Negatives, "trust"> | undefined;
  /** Which measures of selectivity, by their names; only the index by default, which is always there. */
  readonly measures?: "all" | readonly string[] | undefined;
  /** A CSV file with labels by which selectivity is measured, see labels-file.ts; the data set's own by default. */
  readonly labels?: string | undefined;
  /** For an ONNX file with several outputs: the name of the one with the class scores. */
  readonly output?: string | undefined;
  /** Told now and then how many images are done, and of how many. */
  readonly onImages?: EvaluationOptions["onImages"];
}
