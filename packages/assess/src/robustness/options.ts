/**
 * The options of a robustness evaluation.
 *
 * @module
 */
import type { EvaluationTransform } from "@selectivity-lab/vision";
import type { AssessmentEvent } from "./assignment.js";

/** Images, corruptions, attacks, and how to run them. */
export interface RobustnessOptions {
  /** Names of corruptions; "all", "none", or "standard" for the fifteen of the mean, which is the default. */
  readonly corruptions?: readonly string[] | undefined;
  /** Severities from 1 to 5; all by default. */
  readonly severities?: readonly number[] | undefined;
  /** Number of test images to corrupt, from the first; all by default. */
  readonly images?: number | undefined;
  /** Folder of published corrupted files, which are read instead of generating images. */
  readonly published?: string | undefined;
  /** Folder of the original frost photographs. */
  readonly frost?: string | undefined;
  /** Names of attacks such as `pgd-100x5`, or "none"; {@link DEFAULT_ATTACKS} by default. */
  readonly attacks?: readonly string[] | undefined;
  /** Norm of the budgets; `linf` by default. */
  readonly norm?: "linf" | "l2" | undefined;
  /** Budgets such as `8/255` or `0.5`. */
  readonly epsilons?: readonly string[] | undefined;
  /** Number of test images to attack, from the first; 500 by default. */
  readonly attackImages?: number | undefined;
  /** Number of images on which the attacks themselves are checked; 100 by default, 0 for no checks. */
  readonly checkImages?: number | undefined;
  /** Seed of all random numbers; 0 by default. */
  readonly seed?: number | undefined;
  /** A data set other than the one that the networks were trained on. */
  readonly data?: string | undefined;
  /** Resize and crop the pictures of a folder as torchvision does. */
  readonly transform?: EvaluationTransform | undefined;
  /** Device to compute on; `cpu` by default. */
  readonly device?: string | undefined;
  /** Networks evaluated at once; by default as many as there are cores, at most as many as there are networks. */
  readonly jobs?: number | undefined;
  /** Threads per network; by default the cores are divided among them. */
  readonly threads?: number | undefined;
  /** Folders that are searched for data before all others. */
  readonly dataDirs?: readonly string[];
  /** Plugin files, in addition to those that the folder of the trial or sweep records. */
  readonly plugins?: readonly string[];
  /** Once aborted, the evaluation ends soon; finished parts are kept. */
  readonly stop?: AbortSignal | undefined;
  /** Receives one line about anything that takes a while. */
  notify?(line: string): void;
  /** Receives one line about anything to know before the numbers are believed: it is recorded as well. */
  warn?(line: string): void;
  /** Receives every event. */
  onEvent?(event: AssessmentEvent): void;
}

/** Default attacks: gradient attacks from the weakest to the strongest, one without gradients, one from a different network. */
export const DEFAULT_ATTACKS = ["fgsm", "pgd", "apgd-ce", "apgd-dlr", "square-500", "transfer"] as const;
