/**
 * Errors of corruptions.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";

/** Why images cannot be corrupted, or published corrupted images cannot be read. */
export type CorruptionErrorCode =
  /** there is no corruption of this name */
  | "unknown-corruption"
  /** severities are 1 to 5 */
  | "invalid-severity"
  /** images must be uint8 `[N, C, H, W]`, with 1 or 3 channels */
  | "invalid-images"
  /** the photographs of frost, or the published images, do not exist */
  | "missing-material"
  /** a photograph, or a file of published images, cannot be decoded, or belongs to a different data set */
  | "corrupt-material";

/** Images cannot be corrupted as asked. */
export class CorruptionError extends LabError<CorruptionErrorCode> {
  override readonly name = "CorruptionError";
}
