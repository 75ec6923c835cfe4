/**
 * The options of an ablation.
 *
 * @module
 */
import type { Split } from "@selectivity-lab/vision";
import type { InspectionOptions } from "../inspections/run-inspections.js";

/** Which units to remove, and on which images. */
export interface AblateOptions extends InspectionOptions {
  /** Remove units one after the other instead of each alone. */
  readonly cumulative?: boolean | undefined;
  /** Measure of selectivity by which units are ranked, or which stands beside the damage; `index` by default. */
  readonly by?: string | undefined;
  /** Random orders of a cumulative ablation; 20 by default. */
  readonly random?: number | undefined;
  /** Steps of a cumulative ablation; 10 by default. */
  readonly steps?: number | undefined;
  /** Unit layers; all by default. In a cumulative ablation each for itself. */
  readonly layers?: readonly string[] | undefined;
  /** Stages, such as `layer1`. In a cumulative ablation the layers of a stage at once. */
  readonly stages?: readonly string[] | undefined;
  /** At what removed units are held; 0 by default. */
  readonly to?: "zero" | "mean" | undefined;
  /** Images on which damage is measured, from the first; 1000 by default. */
  readonly images?: number | undefined;
  /** `test` by default. */
  readonly split?: Split | undefined;
  /** A data set other than the one that the networks were trained on. */
  readonly data?: string | undefined;
  /** Seed of the random orders; 0 by default. */
  readonly seed?: number | undefined;
  /** Receives one line about anything to know before the numbers are believed: it is in the table as well. */
  warn?(line: string): void;
}
