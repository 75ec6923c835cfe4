/**
 * When a sweep has enough seeds: `width(accuracy@alpha) < 0.5pp`.
 *
 * @module
 */

import { findNearest, parseNumber } from "@selectivity-lab/base";
import { listAlphas, listSeeds, type Recipe } from "../recipe/schema.js";
import type { StoppingRule } from "../records/stopping-rule.js";
import type { SummarizedOutcome } from "../table/summarize.js";
import { StoppingRuleError } from "./error.js";

/** The estimates that a rule may be about, and the unit in which their widths are written. */
const OUTCOMES: Record<SummarizedOutcome, "pp" | ""> = {
  accuracy: "pp",
  accuracyDifference: "pp",
  selectivity: "",
  selectivityDifference: "",
  nullSelectivity: "",
  splitHalfSelectivity: "",
  liveSelectivity: "",
  deadUnitsFraction: "pp",
};

/**
 * Seeds before the first look. Intervals that are checked until they are narrow tend to be too narrow: starting with five networks they
 * contain the mean in 92% of cases or more, with two in 88% (simulated: see this module's test).
 */
const MIN_SEEDS = 5;

/** As many seeds as in the published figures. */
const MAX_SEEDS = 20;

const FORM = "width(accuracy@alpha) < 0.5pp";

/**
 * Reads a rule: `width(OUTCOME@alpha) < WIDTH`, or `@` one alpha, such as `width(accuracyDifference@-1) < 1pp`.
 *
 * The width is that of the 95% t interval of the mean over seeds, from its low to its high end. `@alpha` means at every alpha.
 *
 * @param maxSeeds where to stop in any case; 20 by default.
 * @throws {@link StoppingRuleError} saying what is wrong.
 * @example parseStoppingRule("width(accuracy@alpha) < 0.5pp").width // 0.005
 */
export function parseStoppingRule(text: string, maxSeeds: number = MAX_SEEDS): StoppingRule {
  const parts = /^\s*width\(\s*(\w+)\s*@\s*(alpha|[-−+\d.e]+)\s*\)\s*<\s*([\d.e-]+)\s*(\S*)\s*$/i.exec(text);
  if (!parts)
    throw new StoppingRuleError({
      problem: `"${text}" is not a stopping rule`,
      remedy: `write it in the form "${FORM}"`,
    });
  const [, outcome, where, size, unit] = parts as unknown as [string, string, string, string, string];
  const alpha = where.toLowerCase() === "alpha" ? null : (parseNumber(where) ?? Number.NaN);
  const width = (parseNumber(size) ?? Number.NaN) / (unit === "pp" ? 100 : 1);
  const wrong =
    complaintOfOutcome(outcome) ??
    complaintOfUnit(outcome as SummarizedOutcome, unit) ??
    (Number.isNaN(alpha) ? `"${where}" is not an alpha; expected a number, or the word alpha for all` : undefined) ??
    (width > 0 ? undefined : `expected a width above 0, received ${size}`) ??
    (maxSeeds < MIN_SEEDS
      ? `expected at least ${MIN_SEEDS} seeds for the first look, received at most ${maxSeeds}`
      : undefined);
  if (wrong) throw new StoppingRuleError({ problem: `rule "${text}": ${wrong}` });
  const scope = alpha ?? "alpha";
  const rule = `width(${outcome}@${scope}) < ${Number(size)}${unit}`;
  return { rule, outcome: outcome as SummarizedOutcome, alpha, width, maxSeeds };
}

/**
 * The seeds to start with under a rule: those that were requested, and as many more as the first look needs.
 *
 * @throws {@link StoppingRuleError} where the rule does not fit the sweep.
 */
export function firstSeeds(recipe: Pick<Recipe, "alpha" | "seed">, rule: StoppingRule): number[] {
  const [alphas, asked] = [listAlphas(recipe), listSeeds(recipe)];
  const complain = (what: string) => new StoppingRuleError({ problem: `rule "${rule.rule}": ${what}` });
  if (rule.alpha !== null && !alphas.includes(rule.alpha))
    throw complain(`alpha ${rule.alpha} is not an alpha of the sweep; its alphas are ${alphas.join(", ")}`);
  if (rule.outcome.endsWith("Difference") && !(alphas.includes(0) && rule.alpha !== 0 && alphas.length > 1))
    throw complain("a difference from the control needs alpha 0 and another alpha");
  if (asked.length > rule.maxSeeds)
    throw complain(`at most ${rule.maxSeeds} seeds, but the sweep starts with ${asked.length}; raise --max-seeds`);
  return withNextSeeds(asked, MIN_SEEDS);
}

/** Seeds, continued after the largest one until there are this many. */
export function withNextSeeds(seeds: readonly number[], count: number): number[] {
  const missing = Math.max(0, count - seeds.length);
  const next = 1 + Math.max(...seeds);
  return [...seeds, ...Array.from({ length: missing }, (_, i) => next + i)];
}

function complaintOfOutcome(outcome: string): string | undefined {
  const known = Object.keys(OUTCOMES);
  if (known.includes(outcome)) return undefined;
  const meant = findNearest(outcome, known);
  return `there is no outcome "${outcome}"; ${meant ? `did you mean "${meant}"?` : `outcomes are ${known.join(", ")}`}`;
}

function complaintOfUnit(outcome: SummarizedOutcome, unit: string): string | undefined {
  if (unit === "" || unit === OUTCOMES[outcome]) return undefined;
  const expected =
    OUTCOMES[outcome] === "pp" ? "pp (percentage points), or no unit for a share of 1" : "no unit, because it is 0..1";
  return `the unit of ${outcome} is not "${unit}"; expected: ${expected}`;
}

/** A width in the unit in which it is written. */
export function widthText({ outcome }: Pick<StoppingRule, "outcome">, width: number): string {
  return OUTCOMES[outcome] === "pp" ? `${(100 * width).toFixed(2)} pp` : width.toFixed(4);
}
