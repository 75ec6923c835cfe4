/**
 * Does an outcome rise monotonically with one quantity while others are held constant?
 *
 * All values are replaced by their ranks, so that a few extreme networks do not decide. What groups and covariates explain of
 * the ranks is removed; the correlation of the remainders is Spearman's partial coefficient. Its p value comes from permuting the
 * outcome's remainders within groups, as Freedman and Lane proposed.
 *
 * Source: Freedman & Lane 1983; Winkler et al. 2014 on restricted permutations.
 * @module
 */

import { Random } from "@selectivity-lab/base";
import { pearson } from "../samples/correlation.js";
import { permuteValues } from "../samples/permutation.js";
import { rankValues } from "../samples/ranks.js";
import { type AdjustedModel, removeExplained } from "./adjusted-slope.js";
import { type RearrangementTest, rearrangementTest } from "./rearrangement-test.js";
import type { StatisticalTest } from "./statistical-test.js";

/** Up to this many arrangements, all are enumerated. */
const ENUMERATED = 10_000;

/** Spearman's partial correlation, and how often chance gives one at least as large. */
export interface PartialRankTest extends RearrangementTest {
  /** In −1..1; NaN if outcome or predictor does not vary once groups and covariates are removed. */
  readonly correlation: number;
  readonly n: number;
}

/**
 * Tests the partial rank correlation of outcome and predictor.
 *
 * @param options.draws random permutations, if there are more than 10,000 in all; 9,999 by default. @param options.seed of these.
 * @throws {@link StatisticsError} for lists of different lengths.
 */
export function partialRankTest(
  model: AdjustedModel,
  { draws = 9_999, seed = 0 }: { draws?: number; seed?: number } = {},
): PartialRankTest {
  const { covariates, groups } = model;
  const ranked = {
    outcome: rankValues(model.outcome),
    predictor: rankValues(model.predictor),
    covariates: covariates.map(rankValues),
    groups,
  };
  const { outcome, predictor, without } = removeExplained("partialRankTest", ranked);
  const correlation = pearson(outcome, predictor);
  const members = [...new Set(groups)].map((group) => groups.flatMap((own, index) => (own === group ? [index] : [])));
  const exact = members.reduce((product, { length }) => product * factorial(length), 1) <= ENUMERATED;
  const arrangements = exact
    ? enumerateArrangements(members)
    : drawArrangements(members, draws, new Random(seed, "rankPermutation"));
  const test = rearrangementTest(correlation, arrangedCorrelations(arrangements, outcome, predictor, without), {
    exact,
  });
  return { correlation, n: outcome.length, ...test };
}

/** The test as described in the list. */
export const partialRank: StatisticalTest<AdjustedModel> = {
  name: "partial-rank",
  question: "Does an outcome rise or fall monotonically with a predictor, with covariates and groups held constant?",
  observation: "an alpha, as the mean over its networks",
  assumptions:
    "Observations of a group are exchangeable: what some of them share beyond their group makes p too small, as networks of one alpha do.",
  source: "Freedman & Lane 1983; Winkler et al. 2014",
  run: (model) => partialRankTest(model),
};

/** The correlation under every arrangement, which gives for each network the index of the remainder it receives. */
function* arrangedCorrelations(
  arrangements: Iterable<readonly number[]>,
  outcome: readonly number[],
  predictor: readonly number[],
  without: (values: readonly number[]) => number[],
): Generator<number> {
  for (const from of arrangements) yield pearson(without(from.map((index) => outcome[index] as number)), predictor);
}

function* drawArrangements(members: readonly number[][], draws: number, random: Random): Generator<number[]> {
  for (let draw = 0; draw < draws; draw++)
    yield joinArrangement(
      members,
      members.map((own) => [...permuteValues(own, random)]),
    );
}

function* enumerateArrangements(members: readonly number[][], chosen: readonly number[][] = []): Generator<number[]> {
  const next = members[chosen.length];
  if (!next) return yield joinArrangement(members, chosen);
  for (const order of enumerateOrders(next)) yield* enumerateArrangements(members, [...chosen, order]);
}

function* enumerateOrders(items: readonly number[]): Generator<number[]> {
  if (items.length <= 1) return yield [...items];
  for (const [index, item] of items.entries())
    for (const rest of enumerateOrders(items.toSpliced(index, 1))) yield [item, ...rest];
}

function joinArrangement(members: readonly number[][], orders: readonly number[][]): number[] {
  const from: number[] = [];
  for (const [group, own] of members.entries())
    for (const [place, index] of own.entries()) from[index] = orders[group]?.[place] as number;
  return from;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
