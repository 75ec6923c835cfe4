/**
 * What goes wrong with plugins.
 *
 * @module
 */

/** A plugin cannot be used. */
export class PluginError extends Error {
  override readonly name = "PluginError";
  readonly code = "PLUGIN";

  /** @param problem a sentence that stands alone. @param remedy what to do. */
  constructor(problem: string, remedy: string, options?: ErrorOptions) {
    super(`${problem}\n  to do: ${remedy}`, options);
  }
}
