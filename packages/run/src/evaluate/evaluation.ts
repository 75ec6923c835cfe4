/**
 * The result of an evaluation: how well images are classified, and how selective the hidden units are.
 *
 * @module
 */
import type { NetworkSelectivity } from "@selectivity-lab/selectivity";
import type { Scores } from "./score-sums.js";

/** Result of an evaluation. */
export interface Evaluation extends Scores {
  /** Its class means belong to the caller's scope. */
  readonly selectivity: NetworkSelectivity;
}
