/**
 * What one pass of a network over images measures.
 *
 * @module
 */
import type { NetworkSelectivity } from "@selectivity-lab/selectivity";

/** Result of an evaluation. */
export interface Evaluation {
  /** Share of images classified correctly. */
  readonly accuracy: number;
  /** Mean cross entropy, in nats. */
  readonly loss: number;
  readonly images: number;
  /** Its class means belong to the caller's scope. */
  readonly selectivity: NetworkSelectivity;
}
