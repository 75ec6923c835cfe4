/**
 * What goes wrong with a network's file.
 *
 * @module
 */

/** A file of weights cannot be used. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
  readonly code = "CHECKPOINT";
}
