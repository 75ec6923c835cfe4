/** What Vega and Vega-Lite complain about. */
import { logger, parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Figure } from "../../src/figures/contract/figure.js";

/** Compiles and runs a figure. @returns its warnings and errors. */
export async function warningsOf(figure: Figure): Promise<unknown[]> {
  const warnings: unknown[] = [];
  const listening = Object.assign(logger(), {
    warn: (...words: unknown[]) => warnings.push(words),
    error: (...words: unknown[]) => warnings.push(words),
  });
  const { spec } = compile(figure as TopLevelSpec, { logger: listening });
  const view = new View(parse(spec), { renderer: "none", logger: listening });
  await view.runAsync();
  view.finalize();
  return warnings;
}
