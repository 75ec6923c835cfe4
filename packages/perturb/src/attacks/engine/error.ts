/**
 * Errors of attacks. A mistake in the input is an error and never a number: an attack that fails silently looks like a robust
 * network.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";

/** Why an attack cannot be run. */
export type AttackErrorCode =
  /** there is no attack of this name */
  | "unknown-attack"
  /** an option is out of range, or does not go with this attack */
  | "invalid-option"
  /** images must be float `[N, C, H, W]` in 0..1 */
  | "invalid-images"
  /** labels must be int64 `[N]`, below the number of classes */
  | "invalid-labels"
  /** indices must be one number of 0 or more for each image */
  | "invalid-indices"
  /** the network must return finite logits `[N, K]` */
  | "invalid-logits";

/** An attack cannot be run as asked. */
export class AttackError extends LabError<AttackErrorCode> {
  override readonly name = "AttackError";
}
