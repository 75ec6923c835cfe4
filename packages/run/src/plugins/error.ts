/**
 * The error for plugins.
 *
 * @module
 */
import { LabError } from "@selectivity-lab/base";

/** A plugin cannot be used. */
export class PluginError extends LabError {
  override readonly name = "PluginError";

  /** @param problem a sentence that stands alone. @param remedy what to do. */
  constructor(problem: string, remedy: string, options?: ErrorOptions) {
    super({ code: "plugin-failed", problem, remedy, cause: options?.cause });
  }
}
