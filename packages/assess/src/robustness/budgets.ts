/**
 * Attack budgets on the command line: `8/255`, or a number in units of pixels scaled to 0..1.
 *
 * @module
 */
import { RobustnessError } from "../error.js";

/** Default budgets. Small ones are the informative ones, because undefended networks already fail there. */
export const DEFAULT_EPSILONS = {
  linf: [0.25, 0.5, 1, 2, 4, 8, 16].map((levels) => levels / 255),
  l2: [0.0625, 0.125, 0.25, 0.5, 1, 2],
} as const;

/** Parses a list of budgets: ascending, without duplicates. @throws {@link RobustnessError} for anything else. */
export function parseEpsilons(words: readonly string[]): number[] {
  return [...new Set(words.map(parseEpsilon))].sort((a, b) => a - b);
}

function parseEpsilon(word: string): number {
  const [, above, below = "1"] = /^\s*([\d.]+)(?:\/([\d.]+))?\s*$/.exec(word) ?? [];
  const value = Number(above) / Number(below);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new RobustnessError({
    code: "invalid-budget",
    problem: `epsilons: expected a number above 0 or a fraction such as 8/255, got "${word}"`,
    remedy: "write budgets as 0.5,1,2 or 1/255,2/255",
  });
}
