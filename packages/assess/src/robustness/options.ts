/**
 * What can be asked of a robustness evaluation.
 *
 * @module
 */
import type { AssessmentEvent } from "./assignment.js";

/** Which images, which corruptions, which attacks, on what. */
export interface RobustnessOptions {
  /** Names of corruptions, "all" of them, the fifteen of the "standard" mean, or "none". Default: "standard". */
  readonly corruptions?: readonly string[] | undefined;
  /** 1 to 5; all by default. */
  readonly severities?: readonly number[] | undefined;
  /** Test images to corrupt: the first so many; all by default. */
  readonly images?: number | undefined;
  /** Of published corrupted files, read instead of generating. */
  readonly published?: string | undefined;
  /** Of the original frost textures, instead of the procedural ones. */
  readonly frost?: string | undefined;
  /** As in `pgd-100x5`; or "none". Default: {@link DEFAULT_ATTACKS}. */
  readonly attacks?: readonly string[] | undefined;
  readonly norm?: "linf" | "l2" | undefined;
  /** As in `8/255` or `0.5`. */
  readonly epsilons?: readonly string[] | undefined;
  /** Test images to attack: the first so many; 500 by default. */
  readonly attackImages?: number | undefined;
  /** Images on which the attacks themselves are checked; 100 by default, 0 for none. */
  readonly checkImages?: number | undefined;
  /** Of all random numbers; 0 by default. */
  readonly seed?: number | undefined;
  /** A data set other than the one that the networks were trained on. */
  readonly data?: string | undefined;
  /** `cpu` by default. */
  readonly device?: string | undefined;
  /** Networks evaluated at once; by default as many as there are cores, at most as many as there are networks. */
  readonly jobs?: number | undefined;
  /** Threads of each; by default the cores divided among them. */
  readonly threads?: number | undefined;
  readonly dataDirs?: readonly string[];
  /** Files with models and data sets of one's own, beside those that a trial's or a sweep's folder records. */
  readonly plugins?: readonly string[];
  /** Once aborted, the evaluation ends soon; what is done stays. */
  readonly stop?: AbortSignal | undefined;
  /** Told, in one line, about what takes a while. */
  notify?(line: string): void;
  /** Told what happens. */
  onEvent?(event: AssessmentEvent): void;
}

/** Attacks where none are named: from the weakest to the strongest, one without gradients, one from another network. */
export const DEFAULT_ATTACKS = ["fgsm", "pgd", "apgd-ce", "apgd-dlr", "square-500", "transfer"] as const;
