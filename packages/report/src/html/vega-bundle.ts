/**
 * What the page needs to draw its figures without a network.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * The code that draws figures in a page: Vega, Vega-Lite and Vega-Embed as their packages build them for browsers (all
 * BSD-3-Clause), in the order in which they need each other.
 */
export function readDrawingLibrary(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return ["vega", "vega-lite", "vega-embed"].map((name) =>
    readFileSync(join(dirname(resolve(name)), `${name}.min.js`), "utf8").replace(/\n\/\/# sourceMappingURL=.*\n?$/, ""),
  );
}
