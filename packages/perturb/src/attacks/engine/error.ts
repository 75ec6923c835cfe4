/**
 * What goes wrong with attacks, told in one form. What is wrong with the input is an error here and not a number: an attack
 * that silently fails looks like a robust network.
 *
 * @module
 */
/** Why an attack could not be made. */
export type AttackErrorCode =
  /** no attack has this name */
  | "unknown-attack"
  /** an option is out of range, or does not go with this attack */
  | "invalid-option"
  /** images are float `[N, C, H, W]` in 0..1 */
  | "images"
  /** labels are int64 `[N]` below the number of classes */
  | "labels"
  /** one image number of 0 or more for each image */
  | "indices"
  /** the network does not answer with finite logits `[N, K]` */
  | "logits";

/** An attack could not be made. The message says what was expected, what came, and what to do. */
export class AttackError extends Error {
  override readonly name = "AttackError";

  constructor(
    readonly code: AttackErrorCode,
    problem: string,
    remedy: string,
  ) {
    super(`${problem}\n  ${remedy}`);
  }
}
