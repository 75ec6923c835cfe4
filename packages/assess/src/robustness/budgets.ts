/**
 * Attack budgets on the command line: `8/255`, or a number in units of pixels scaled to 0..1.
 *
 * @module
 */
import { parseNumber } from "@selectivity-lab/base";
import { RobustnessError } from "../error.js";

/** Default budgets. Small ones are the informative ones, because undefended networks already fail there. */
export const DEFAULT_EPSILONS = {
  linf: [0.25, 0.5, 1, 2, 4, 8, 16].map((levels) => levels / 255),
  l2: [0.0625, 0.125, 0.25, 0.5, 1, 2],
} as const;

/**
 * Parses a list of budgets: ascending, without duplicates.
 *
 * @throws {@link RobustnessError} for what is no budget, and for pixels of 0 to 255 where the norm is linf.
 */
export function parseEpsilons(words: readonly string[], norm: "linf" | "l2"): number[] {
  return [...new Set(words.map((word) => parseEpsilon(word.trim(), norm)))].sort((a, b) => a - b);
}

function parseEpsilon(word: string, norm: "linf" | "l2"): number {
  const [above, below = 1, ...rest] = word.split("/").map(parseNumber);
  const value = (above ?? Number.NaN) / below;
  if (!(value > 0 && Number.isFinite(value)) || rest.length > 0 || /\/\s*$/.test(word))
    throw new RobustnessError({
      code: "invalid-budget",
      problem: `--epsilons ${word}: expected a number above 0, or a fraction such as 8/255`,
      remedy: "write budgets as 1/255,2/255 or 0.5,1,2",
    });
  if (norm === "l2" || value <= 1) return value;
  throw new RobustnessError({
    code: "invalid-budget",
    problem: `--epsilons ${word}: expected values between 0 and 1 (pixels are scaled to 0..1)`,
    remedy: word.includes("/") ? "write budgets such as 8/255" : `for ${word}/255 write ${word}/255`,
  });
}
