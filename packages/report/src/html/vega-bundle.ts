/**
 * The drawing library that the page carries inside.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * Reads the code that draws figures in a browser: the browser builds of Vega, Vega-Lite and Vega-Embed (all BSD-3-Clause), in
 * the order in which they depend on each other.
 */
export function readDrawingLibrary(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return ["vega", "vega-lite", "vega-embed"].map((name) =>
    readFileSync(join(dirname(resolve(name)), `${name}.min.js`), "utf8").replace(/\n\/\/# sourceMappingURL=.*\n?$/, ""),
  );
}
