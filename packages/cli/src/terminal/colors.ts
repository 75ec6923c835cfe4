/**
 * Colors, for eyes only: on a terminal, unless `NO_COLOR` is set; elsewhere only where `FORCE_COLOR` asks for them.
 *
 * @module
 */
import { createColors } from "picocolors";

/** Colors for what goes to a stream; each stream may be redirected alone. */
export function colorsFor(stream: { readonly isTTY?: boolean | undefined }): ReturnType<typeof createColors> {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  return createColors(!NO_COLOR && (Boolean(FORCE_COLOR) || (stream.isTTY === true && TERM !== "dumb")));
}
