/**
 * What goes wrong in an export.
 *
 * @module
 */

/** The file asked for cannot be written where it was asked for. */
export class ExportError extends Error {
  override readonly name = "ExportError";
  readonly code = "EXPORT";
}

/** The network in the file written does not compute what ours does; the file is not kept. */
export class VerificationError extends Error {
  override readonly name = "VerificationError";
  readonly code = "VERIFICATION";
}
