/**
 * What can be wrong with a robustness evaluation before it starts.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";

/** A robustness evaluation or `corrupt` was given options that make no sense, or networks that do not exist. */
export class RobustnessError extends LabError {
  override readonly name = "RobustnessError";
}
